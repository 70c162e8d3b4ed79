import { once } from 'node:events';
import * as v from 'valibot';

/** Sends one command of the DevTools protocol. {@link https://chromedevtools.github.io/devtools-protocol/} */
export type Devtools = (method: string, params?: Readonly<Record<string, unknown>>) => Promise<unknown>;

const targets = v.array(v.object({ type: v.string(), webSocketDebuggerUrl: v.string() }));

const reply = v.object({
  id: v.optional(v.number()),
  result: v.optional(v.unknown()),
  error: v.optional(v.object({ message: v.string() })),
});

/** Speaks with the first page of the browser that listens at the port. */
export async function connect(port: string): Promise<Devtools> {
  const response = await fetch(`http://127.0.0.1:${port}/json/list`);
  const page = v.parse(targets, await response.json()).find(({ type }) => type === 'page');
  if (page === undefined) throw new Error('Chromium has no page open');
  const socket = new WebSocket(page.webSocketDebuggerUrl);
  await once(socket, 'open');

  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error } = v.parse(reply, JSON.parse(String(data)));
    if (id === undefined) return;
    if (error === undefined) waiting.get(id)?.resolve(result);
    else waiting.get(id)?.reject(new Error(error.message));
    waiting.delete(id);
  });
  let commands = 0;
  return (method, params = {}) => {
    const answer = Promise.withResolvers<unknown>();
    commands += 1;
    waiting.set(commands, answer);
    socket.send(JSON.stringify({ id: commands, method, params }));
    return answer.promise;
  };
}
