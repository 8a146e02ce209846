import type { Refusal } from "./schema/signature.ts";
import type { Receiver } from "./syntax/receivers.ts";
import type { WrittenFunction } from "./written-function.ts";

/** Why a function that reads its object through `this` is no tool without that object. */
export function refusalWithout(
  { kind, name: owner }: Receiver,
  { name, text }: WrittenFunction,
): Refusal {
  const object = objectOf(kind, owner);
  const method = kind === "class" ? "static method" : "method";
  const role = owner === undefined ? "" : `is a ${method} of ${owner} and `;
  const bound =
    kind === undefined ? `${name}.bind(${object})` : `${object}.${name}.bind(${object})`;
  const parts = [
    `Bind it to its object where the agent lists it:

  functions: [${bound}]`,
  ];
  const isAsync = /^async\b/.test(text);
  const prefix = kind === "class" ? "static " : "";
  if (kind === "instance" || kind === "class")
    parts.push(`or make it an arrow function of the class:

  ${prefix}${name} = ${isAsync ? "async " : ""}(…) => { … };`);
  return {
    reason: `${role}reads \`this\`, which is lost when it is handed over alone`,
    advice: parts.join("\n\n"),
  };
}

/** How the object is called where the agent is made: the class itself, or an instance by the name of its class. */
export function objectOf(kind: Receiver["kind"], owner: string | undefined): string {
  if (owner === undefined) return "object";
  return kind === "instance" ? owner.charAt(0).toLowerCase() + owner.slice(1) : owner;
}
