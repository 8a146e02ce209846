import { once } from "node:events";
import { request, type IncomingMessage, type RequestOptions } from "node:http";
import { request as secureRequest } from "node:https";
import { message } from "./seen.ts";

/** The reply to a request of `node:http`. Throws if there is none. */
export async function answered(asking: ReturnType<typeof request>): Promise<IncomingMessage> {
  const [reply] = (await once(asking, "response")) as [IncomingMessage];
  return reply;
}

/** Asks by `node:http` or `node:https`, and says what the reply says of itself. */
export async function asked(
  url: string,
  options: RequestOptions = {},
  body?: string | Buffer,
): Promise<object> {
  const asking = (url.startsWith("https:") ? secureRequest : request)(url, options);
  asking.end(body);
  return message(await answered(asking));
}
