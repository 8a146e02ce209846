import { also, string } from "../json/rules.ts";

/** What the name of a header is made of. */
export const HEADER_NAME = /^[\w!#$%&'+.^`|~-]+$/;

const SECRET =
  /(?:^|-)(?:authorization|cookie2?|api-?key|access-?key|token|secret|password|signature)$/i;

/** What says how the bytes of a reply came: a replay sends them in its own way. */
const OF_CONNECTION = /^(?:connection|content-length|keep-alive|transfer-encoding)$/i;

/** The name of a request's header that a recording may hold. */
export const requestHeader = also(string("it is empty"), nameProblem);

/** The name of a reply's header that a recording may hold. */
export const replyHeader = also(string("it is empty"), (name: string) =>
  OF_CONNECTION.test(name)
    ? "it says how the bytes came, which a replay decides by itself"
    : nameProblem(name),
);

function nameProblem(name: string): string | undefined {
  if (name.includes("*")) return "headers are named one by one, in full";
  if (!HEADER_NAME.test(name))
    return 'it is not the name of a header: write it without its value, such as "x-total-count"';
  const isSecret = SECRET.test(name) && !/page-?token$/i.test(name);
  return isSecret ? "its value is a secret, and no recording may hold one" : undefined;
}
