import { expect, it } from "vitest";
import { calls, held, played, replies, says } from "../../support/played.ts";

it.each([
  [
    "com.acme:core-kit",
    "com.acme:\u200bcore-kit",
    '"com.acme:core-kit"',
    '"com.acme:\\u200bcore-kit"',
  ],
  ["20 €", "20\u00a0€", '"20 €"', '"20\\u00a0€"'],
  ["AB-120", "AB\u2011120", '"AB-120"', '"AB\\u2011120"'],
  ["A7", "\u04107", '"A7"', '"\\u04107"'],
  ["don't", "don\u2019t", '"don\'t"', '"don\\u2019t"'],
  ["caf\u00e9", "cafe\u0301", '"caf\\u00e9"', '"cafe\\u0301"'],
  ["\uff21\uff17 ok", "A7 ok", '"\\uff21\\uff17 ok"', '"A7 ok"'],
  ["a\u200bb", "ab", '"a\\u200bb"', '"ab"'],
  ["20\u00a0€, A7", "20 €, A8", '"20\\u00a0€, A7"', '"20 €, A8"'],
  // What is seen to differ stays as it is, and so does what both have.
  ["환불", "환율", '"환불"', '"환율"'],
  ["Привет", "Пока", '"Привет"', '"Пока"'],
  ["é", "è", '"é"', '"è"'],
  ["👩\u200d🚀 up", "👩\u200d🚀 down", '"👩\u200d🚀 up"', '"👩\u200d🚀 down"'],
])("spells out by what %j and %j differ unseen", (wanted, came, expected, got) => {
  const scope = played([says("Hi"), replies(came), calls("look", { it: came })], {
    contextVariables: [{}, { it: came }],
    state: [{}, { it: came }],
  });
  const differs = `expected ${expected}, got ${got}`;
  expect(held({ output: { equals: wanted } }, scope)).toContain(
    `expected the reply to equal ${expected}, got ${got}`,
  );
  const call = { name: "look", arguments: { it: wanted } };
  expect(held({ tool_calls: [call] }, scope)).toContain(`arguments.it: ${differs}`);
  expect(held({ context_variables: { it: wanted } }, scope)).toContain(`it: ${differs}`);
  expect(held({ state: { it: wanted } }, scope)).toContain(`it: ${differs}`);
});

it.each([
  ["core-kit", "Use core\u2011kit, please.", '"core-kit", but it contains "core\\u2011kit"'],
  ["core-kit", "Use Core\u200b-Kit.", '"core-kit", but it contains "Core\\u200b-Kit"'],
  ["A7", "It is \u04107.", '"A7", but it contains "\\u04107"'],
  ["20 €", "20\u202f€", '"20 €", but it contains "20\\u202f€"'],
  ["가", "각", '"가"\n'],
])("finds what looks like %j in %j", (part, reply, found) => {
  const scope = played([says("Hi"), replies(reply)]);
  expect(held({ output: { contains: part } }, scope)).toContain(
    `failed: expected the reply to contain ${found}`,
  );
});

it("spells out what nobody sees in a key", () => {
  const scope = played([says("Hi"), calls("look", { "a\u200bb": 1 })]);
  const call = { name: "look", arguments: { ab: 1 } };
  expect(held({ tool_calls: [call] }, scope)).toContain(
    'arguments["a\\u200bb"]: expected no such key, got 1',
  );
});
