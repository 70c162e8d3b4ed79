import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { text } from 'node:stream/consumers';

/** What became of a request. `why` may name the host and nothing else of the URL. */
export type HttpAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly retryAfter: string | undefined;
      readonly text: string;
    }
  | { readonly kind: 'failed'; readonly why: string };

/** Milliseconds until there is a connection, and until all of the answer is there. */
export type Limits = { readonly connect: number; readonly all: number };

const LIMITS: Limits = { connect: 3_000, all: 10_000 };

/**
 * One POST, no redirect followed. Not `fetch`, which knows no limit for the connection alone: giving up on a server that
 * has the request and is slow to answer means that what it took is sent twice. Never throws.
 */
export function postJson(url: URL, body: string, limits: Limits = LIMITS): Promise<HttpAnswer> {
  const secure = url.protocol === 'https:';
  return new Promise((resolve) => {
    const end = (answer: HttpAnswer) => {
      clearTimeout(connecting);
      clearTimeout(waiting);
      resolve(answer);
    };
    const failed = (error: Error) => {
      end({ kind: 'failed', why: error.message });
    };
    const request = (secure ? overHttps : overHttp)(url, {
      method: 'POST',
      // A kept connection would have slept with the function, and be dead.
      agent: false,
      headers: { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) },
    });
    const giveUpAfter = (milliseconds: number, what: string) =>
      setTimeout(() => {
        request.destroy(new Error(`no ${what} within ${milliseconds / 1000} s`));
      }, milliseconds);
    const connecting = giveUpAfter(limits.connect, 'connection');
    const waiting = giveUpAfter(limits.all, 'answer');
    request.on('error', failed);
    request.on('socket', (socket) => {
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        clearTimeout(connecting);
      });
    });
    request.on('response', (response) => {
      const { statusCode: status = 0, headers } = response;
      text(response).then(
        (whole) => {
          end({ kind: 'answered', status, retryAfter: headers['retry-after'], text: whole });
        },
        (error: unknown) => {
          failed(error instanceof Error ? error : new Error('the answer broke off'));
        },
      );
    });
    request.end(body);
  });
}
