import { expect, it } from "vitest";
import { readExports, type Read } from "./project.ts";

function plain(text: string, file = "module.mjs"): Read | undefined {
  return readExports({ [file]: text }, { register: false })[file];
}

it("reads names and defaults from a function that nothing else is known of", () => {
  const read = plain(`
    /** Not seen. */
    export function greet(name, age, location = "New York", contextVariables) {}
    export const refund = async (item, count = 1, really = false, reason = null) => item;
    export const { book } = { async book({ from, to = "Rome", seats: { first } = {}, contextVariables }) {} };
    class Desk { #close(hour = 18) {} static get close() { return new Desk().#close } }
    export const close = Object.defineProperty(Desk.close, "name", { value: "close" });
    export function transfer() { return (text) => text }
    export const { async } = { async(text) {} };
  `);
  const short = Object.values(read ?? {}).map((said) =>
    typeof said === "string"
      ? said
      : `${said.name}(${said.parameters.map((each) => `${each.name}${each.required ? "" : "?"}: ${JSON.stringify(each.schema)}`).join(", ")}) ${said.call} ${said.contextVariables}`,
  );
  expect(short.join("\n")).toMatchInlineSnapshot(`
    "async(text: {"type":"string"}) positional undefined
    book(from: {"type":"string"}, to?: {"type":"string"}, seats?: {"type":"object","properties":{"first":{"type":"string"}},"required":["first"]}) object property
    close(hour?: {"type":"number"}) positional undefined
    greet(name: {"type":"string"}, age: {"type":"string"}, location?: {"type":"string"}) positional 3
    refund(item: {"type":"string"}, count?: {"type":"number"}, really?: {"type":"boolean"}, reason?: {"type":"string"}) positional undefined
    transfer() positional undefined"
  `);
});

it("refuses a default that cannot be written in JSON", () => {
  const read = plain("export function tool(done = () => {}) {}");
  expect(read?.["tool"]).toContain(
    'its parameter "done" cannot be described: `() => {}` cannot be written in JSON.',
  );
});

it("takes a function whose kind of text is beyond it for what it is", () => {
  const read = plain("export const tool = new Proxy(function tool() {}, {});");
  expect(read?.["tool"]).toContain(
    'The function "tool" cannot be a tool as it stands: it is native',
  );
});
