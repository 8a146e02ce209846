import { fieldOf, type HeaderFields } from "../http/http.ts";

/** By this request header a program says which conversation a request belongs to. */
export const CONVERSATION_HEADER = "x-swarm-eval-conversation";

/** How an API key begins that is no key: what follows a hyphen behind it is a conversation's name. */
export const PLACEHOLDER_KEY = "sk-swarm-eval";

/** The conversation that a request says it belongs to, by its header or its key; undefined if it says none. */
export function conversationName(headers: HeaderFields): string | undefined {
  const named = fieldOf(headers, CONVERSATION_HEADER);
  const [, byKey] =
    /^Bearer sk-swarm-eval-(.+)$/.exec(fieldOf(headers, "authorization") ?? "") ?? [];
  return named || byKey;
}

/** Whether the key of a request stands for the one that the proxy has. */
export function hasPlaceholderKey(headers: HeaderFields): boolean {
  const key = fieldOf(headers, "authorization")?.replace(/^Bearer /, "") ?? "";
  return key === PLACEHOLDER_KEY || key.startsWith(`${PLACEHOLDER_KEY}-`);
}
