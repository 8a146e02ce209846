import { parseSync } from "oxc-parser";
import type { Node } from "oxc-parser";

/** The titles of the tests and groups of a test file, as they are written: `%s` stands where a table fills one in. */
export function testTitles(code: string): Set<string> {
  const titles = new Set<string>();
  visit(parseSync("file.test.ts", code).program);
  return titles;

  function visit(node: Node): void {
    if (node.type === "CallExpression" && isTest(node.callee)) {
      const [title] = node.arguments;
      if (title?.type === "Literal" && typeof title.value === "string") titles.add(title.value);
    }
    for (const part of Object.values(node)) {
      for (const child of Array.isArray(part) ? (part as unknown[]) : [part])
        if (isNode(child)) visit(child);
    }
  }
}

/** `it`, and what is made of it: `it.each(…)`, `it.skipIf(…)`. */
function isTest(callee: Node): boolean {
  switch (callee.type) {
    case "Identifier":
      return callee.name === "it" || callee.name === "describe";
    case "MemberExpression":
      return isTest(callee.object);
    case "CallExpression":
      return isTest(callee.callee);
    default:
      return false;
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}
