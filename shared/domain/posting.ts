import type { Message } from './message.ts';

/** What others publish on the security topic: told in the same channel, in their own words. */
export type Foreign =
  | {
      readonly kind: 'alarm';
      readonly accountId: string | undefined;
      readonly name: string;
      /** CloudWatch's word: ALARM, OK or INSUFFICIENT_DATA. */
      readonly state: string;
      readonly reason: string;
      readonly description: string | undefined;
    }
  | {
      readonly kind: 'mail-returned';
      /** SES's word, such as Bounce, Complaint or Reject. */
      readonly what: string;
      readonly addresses: readonly string[];
      readonly why: string;
    }
  | { readonly kind: 'other'; readonly text: string };

/** What stands on the security topic: a message of this service, or something foreign. */
export type Posting = { readonly kind: 'message'; readonly message: Message } | Foreign;

/** A posting as the queue hands it over. */
export type Delivery = {
  /** SQS's messageId. */
  readonly id: string;
  readonly receiptHandle: string;
  /** How often it was handed over, this time included. */
  readonly receives: number;
  readonly sentAt: Date;
  /** As it came, for the dead letters. */
  readonly body: string;
  readonly posting: Posting;
};
