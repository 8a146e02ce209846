import { field, isRecord, textField } from "../../json/value.ts";
import type { ChatClient } from "../../swarm/agent/chat-client.ts";
import { addHint } from "../../swarm/agent/hint.ts";
import { wrapCalls, type ClientCall } from "../../swarm/agent/wrap-calls.ts";
import { isAsyncIterable } from "../../swarm/completion/completion.ts";
import { chatCompletion } from "../../swarm/completion/read-response.ts";
import {
  readReply,
  streamWithoutReply,
  UnusableReplyError,
  usableChoice,
} from "../../swarm/completion/reply.ts";
import { TOO_LARGE } from "../../traffic/http/body-limit.ts";
import type { Server } from "../server.ts";

type Asked = Pick<Server, "baseUrl" | "source" | "keySource">;

/** Says more of an error than the client that throws it knows; `path` is what was asked. */
type Hint = (error: Error, path: ClientCall["path"]) => string | undefined;

/** The client, adding to the error of a server that is reached in a wrong way what was asked, and who says so. */
export function explaining(client: ChatClient, server: Asked): ChatClient {
  return hinting(client, (error, path) => hintOn(error, path, server));
}

/** An agent's own client, if it tells where it asks. */
export function explainingOwn(client: ChatClient): ChatClient {
  const baseUrl = textField(client, "baseURL");
  if (baseUrl === undefined) return client;
  const source = `The agent's own client asks ${baseUrl}`;
  const server = { baseUrl, source, keySource: "the agent's own client" };
  // Of several providers, any may have failed.
  return hinting(client, (error, path) => hintOn(error, path, server) ?? `${source}.`);
}

/** The client of a replay, adding to a recorded error that it is recorded, and what asks again. */
export function explainingRecorded(client: ChatClient): ChatClient {
  return hinting(client, (error) =>
    field(error, "status") !== undefined ||
    field(error, "code") === TOO_LARGE ||
    error instanceof UnusableReplyError
      ? "This was recorded; --traffic record asks again."
      : undefined,
  );
}

function hinting(client: ChatClient, hintOf: Hint): ChatClient {
  return wrapCalls(client, async ({ send, path }) => {
    const hinted = (error: unknown): unknown => {
      const hint = error instanceof Error ? hintOf(error, path) : undefined;
      if (hint !== undefined) addHint(error as Error, hint);
      return error;
    };
    try {
      const answer = await send();
      if (isAsyncIterable(answer)) return requireChunks(answer, hinted);
      requireReply(answer, path);
      return answer;
    } catch (error) {
      throw hinted(error);
    }
  });
}

/** Throws UnusableReplyError for an answer that the loop could not read: only here is it known who gave it. */
function requireReply(answer: unknown, path: ClientCall["path"]): void {
  const completion = path === "/responses" ? chatCompletion(answer, "") : answer;
  const { finishReason } = usableChoice(completion);
  // The loop reads all of it. Only another end may say that the reply was withheld, or broke off.
  if (finishReason !== "stop" && finishReason !== "tool_calls") readReply(completion, () => "");
}

/** The chunks of a stream. Throws UnusableReplyError if there are none, as in a web page. */
async function* requireChunks(
  chunks: AsyncIterable<unknown>,
  hinted: (error: unknown) => unknown,
): AsyncGenerator<unknown> {
  let isEmpty = true;
  for await (const chunk of chunks) {
    if (textField(chunk, "object") !== "stream.end") isEmpty = false;
    else if (isEmpty) break;
    yield chunk;
  }
  if (isEmpty) throw hinted(streamWithoutReply());
}

function hintOn(error: Error, path: ClientCall["path"], server: Asked): string | undefined {
  const { source, keySource } = server;
  const status = field(error, "status");
  if (error instanceof UnusableReplyError)
    return isForeign(error.answer)
      ? `${source}.${usualPath(path, server, "does not speak the API")}`
      : undefined;
  if (status === undefined && error.constructor.name.startsWith("APIConnection"))
    return `${source}.${unreached(codesOf(error), error.message, server)}`;
  if (status === 401 || status === 403)
    return keySource === undefined
      ? `No key was sent. ${source}.`
      : `The key is that of ${keySource}. ${source}.`;
  if (status === 400 && /\bhttps\b/i.test(error.message))
    return `${source}.${otherScheme(["ECONNRESET"], "", server)}`;
  // That there is no such model says nothing of the address.
  const isPath = (status === 404 || status === 405) && !/model/i.test(error.message);
  return isPath ? `${source}.${usualPath(path, server, "is not there")}` : undefined;
}

/** Whether an answer is none of the API, such as a web page. */
function isForeign(answer: unknown): boolean {
  return !isRecord(answer) || ["choices", "output", "error"].every((key) => !(key in answer));
}

/** Why nobody may answer at an address. */
function unreached(codes: readonly string[], message: string, server: Asked): string {
  if (codes.includes("ECONNREFUSED")) return " Is the server running there?";
  if (codes.some((code) => code === "ENOTFOUND" || code === "EAI_AGAIN"))
    return " Is the name of its host right?";
  return otherScheme(codes, message, server);
}

/** The codes of an error and of what caused it. */
function codesOf(error: unknown): string[] {
  const code = textField(error, "code");
  const cause = field(error, "cause");
  return [...(code === undefined ? [] : [code]), ...(cause instanceof Error ? codesOf(cause) : [])];
}

/** A sentence if the server may speak https where it is asked by http, or the reverse. */
function otherScheme(codes: readonly string[], message: string, { baseUrl }: Asked): string {
  const isEncrypted = /^https:/i.test(baseUrl);
  const looksPlain = /^(?:EPROTO|ERR_SSL_.*)$/;
  const looksEncrypted = /^(?:ECONNRESET|HPE_.*)$/;
  const fits = codes.some((code) => (isEncrypted ? looksPlain : looksEncrypted).test(code));
  const neverStood = isEncrypted && message.includes("no connection within");
  if (!fits && !neverStood) return "";
  const other = baseUrl.replace(/^https?/i, isEncrypted ? "http" : "https");
  return ` If it speaks ${isEncrypted ? "http" : "https"} there, set ${other}.`;
}

function usualPath(path: ClientCall["path"], { baseUrl }: Asked, finding: string): string {
  const asked = `${baseUrl.replace(/\/+$/, "")}${path}`;
  const usual = new URL("/v1", baseUrl).href;
  const hint = baseUrl.replace(/\/+$/, "") === usual ? "" : ` Most servers have it at ${usual}.`;
  const other =
    path === "/responses" ? ' If it has only Chat Completions, set api: "chat_completions".' : "";
  return ` So ${asked} was asked, and ${finding}.${hint}${other}`;
}
