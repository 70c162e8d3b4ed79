import { parseDeliveries } from '../../shared/events/parse-deliveries.ts';
import { lambda } from '../../shared/runtime/lambda.ts';
import { slackServices } from '../../shared/runtime/slack-services.ts';
import { postToSlack } from '../../shared/workflow/post-to-slack.ts';

/** What stands on the security topic is posted into a Slack channel; what could not be goes back to the queue. */
export const handler = lambda(slackServices, async (event, services, { remaining }) =>
  postToSlack(parseDeliveries(event), remaining, services),
);
