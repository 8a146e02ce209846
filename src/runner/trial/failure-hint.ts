import { field, textField } from "../../json/value.ts";
import type { ChatClient } from "../../swarm/agent/chat-client.ts";
import { wrapCalls } from "../../swarm/agent/wrap-calls.ts";
import type { Server } from "../server.ts";

type Asked = Pick<Server, "baseUrl" | "source" | "keySource">;

/** The client, adding to the error of a server that is reached in a wrong way what was asked, and who says so. */
export function explaining(client: ChatClient, server: Asked): ChatClient {
  return wrapCalls(client, async ({ send, path }) => {
    try {
      return await send();
    } catch (error) {
      const hint = error instanceof Error ? hintOn(error, path, server) : undefined;
      if (hint !== undefined && error instanceof Error)
        error.message = `${error.message.replace(/\.$/, "")}. ${hint}`;
      throw error;
    }
  });
}

/** An agent's own client, if it tells where it asks. */
export function explainingOwn(client: ChatClient): ChatClient {
  const baseUrl = textField(client, "baseURL");
  if (baseUrl === undefined) return client;
  const source = `The agent's own client asks ${baseUrl}`;
  return explaining(client, { baseUrl, source, keySource: "the agent's own client" });
}

function hintOn(error: Error, path: string, server: Asked): string | undefined {
  const { source, keySource } = server;
  const status = field(error, "status");
  if (status === undefined && error.constructor.name.startsWith("APIConnection"))
    return `${source}.${otherScheme(codesOf(error), error.message, server)}`;
  if (status === 401 || status === 403)
    return keySource === undefined
      ? `No key was sent. ${source}.`
      : `The key is that of ${keySource}. ${source}.`;
  if (status === 400 && /\bhttps\b/i.test(error.message))
    return `${source}.${otherScheme(["ECONNRESET"], "", server)}`;
  // That there is no such model says nothing of the address.
  const isPath = (status === 404 || status === 405) && !/model/i.test(error.message);
  return isPath ? `${source}.${usualPath(path, server)}` : undefined;
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

function usualPath(path: string, { baseUrl }: Asked): string {
  const asked = `${baseUrl.replace(/\/+$/, "")}${path}`;
  const usual = new URL("/v1", baseUrl).href;
  const hint = baseUrl.replace(/\/+$/, "") === usual ? "" : ` Most servers have it at ${usual}.`;
  const other =
    path === "/responses" ? ' If it has only Chat Completions, set api: "chat_completions".' : "";
  return ` So ${asked} was asked, and is not there.${hint}${other}`;
}
