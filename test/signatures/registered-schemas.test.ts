import { expect, it } from "vitest";
import { registerSchemas, type FunctionSchema } from "../../src/index.ts";
import { signatureOf } from "../../src/signatures/signature-of.ts";

const schema = (type: string): FunctionSchema => ({
  parameters: [{ name: "city", schema: { type }, required: true, dates: false }],
  call: "positional",
});

/** What code has become that was compiled; nothing else is known of it. */
const compiled = (code: string): Function => new Function(`return ${code}`)() as Function;

it("tells functions of one name apart by agent, and refuses those that it cannot", () => {
  registerSchemas({
    North: { forecast: schema("integer") },
    South: { forecast: schema("boolean") },
  });
  const forecast = compiled("function forecast(city) {}");
  expect(signatureOf(forecast, "North").parameters[0]?.schema).toEqual({ type: "integer" });
  expect(signatureOf(forecast, "South").parameters[0]?.schema).toEqual({ type: "boolean" });
  expect(() => signatureOf(forecast)).toThrow(
    "it is one of several of this name whose registered schemas differ",
  );
  expect(signatureOf(forecast, "West").parameters[0]?.schema).toEqual({ type: "string" });
});

it("gives functions of the same text the same signature, so that a factory's trials share it", () => {
  registerSchemas({ East: { rain: schema("number") } });
  const [one, other] = [compiled("function rain(city) {}"), compiled("function rain(city) {}")];
  expect(signatureOf(one, "East")).toBe(signatureOf(other, "East"));
  expect(() => signatureOf(compiled("function rain(town) {}"), "East")).toThrow(
    "it takes (town), but (city) by the schemas that are registered for it",
  );
});

it("matches what is destructured or collected by the names that show", () => {
  const names = ["city", "days"];
  const parameters = names.map((name) => ({ name, schema: {}, required: true, dates: false }));
  registerSchemas({
    Sea: { taken: { parameters, call: "object" }, rest: { parameters, call: "positional" } },
  });
  expect(signatureOf(compiled("function taken({ days }) {}"), "Sea").parameters).toHaveLength(2);
  expect(signatureOf(compiled("function rest(...all) {}"), "Sea").parameters).toHaveLength(2);
  expect(() => signatureOf(compiled("function taken({ hours }) {}"), "Sea")).toThrow("(hours)");
  expect(signatureOf(compiled("function taken({ city, ...more }) {}"), "Sea").parameters).toEqual(
    parameters,
  );
});
