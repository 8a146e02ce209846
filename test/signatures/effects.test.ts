import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import type { Keys } from "../../src/signatures/effects/context-keys.ts";
import type { Effects } from "../../src/signatures/effects/effects.ts";
import { project, source } from "./project.ts";

const PREFIX = `
class Agent { constructor(options) { Object.assign(this, options); } }
class Result { constructor(options) { Object.assign(this, options); } }
`;

/** What a function may return, without what is empty. */
function handoffs({ agents, imports, unknown, answers }: Effects): object {
  const lists = Object.entries({ agents, imports, unknown });
  return { ...Object.fromEntries(lists.filter(([, list]) => list.length > 0)), answers };
}

/** The keys of one kind as `{ reads: ["a"], readsMore: true }`, without what is empty. */
function named(kind: string, { keys, more }: Keys): object {
  return { ...(keys.length > 0 && { [kind]: keys }), ...(more && { [`${kind}More`]: true }) };
}

/** What is read of the function \`tool\` of each module, which is never called. */
function effects(
  modules: readonly string[],
  { ending = "ts", ...others }: { readonly ending?: string; readonly [file: string]: string } = {},
): readonly Effects[] {
  const files = modules.map((_, index) => `module-${index}.${ending}`);
  using made = project({
    ...others,
    ...Object.fromEntries(files.map((file, index) => [file, PREFIX + modules[index]])),
    "describe.mjs": `
import { effectsOf } from ${JSON.stringify(pathToFileURL(source("signatures/effects-of.ts")).href)};
const all = [];
for (const file of ${JSON.stringify(files)}) all.push(effectsOf((await import("./" + file)).tool).effects);
console.log(JSON.stringify(all));
`,
  });
  return JSON.parse(made.node("describe.mjs").stdout) as Effects[];
}

function table(
  title: string,
  rows: Readonly<Record<string, readonly [code: string, expected: object]>>,
  of: (effects: Effects) => unknown,
): void {
  describe(`${title}`, () => {
    const codes = Object.values(rows).map(([code]) => code);
    const read = effects(codes);
    it.each(Object.keys(rows).map((sentence, at) => [sentence, at] as const))(
      "%s",
      (sentence, at) => {
        expect(of(read[at] as Effects)).toEqual(rows[sentence]?.[1]);
      },
    );
  });
}

const REFUNDS = 'const refunds = new Agent({ name: "Refunds" });';
const SALES = 'const sales = new Agent({ name: "Sales" });';

table(
  "the agents that a function returns",
  {
    "are constants of the module": [
      `${REFUNDS} export function tool() { return refunds; }`,
      { agents: ["Refunds"], answers: false },
    ],
    "may be declared later": [
      `export function tool() { return refunds; } ${REFUNDS}`,
      { agents: ["Refunds"], answers: false },
    ],
    "may be exported constants with a type": [
      'export const refunds: Agent = new Agent({ name: "Refunds" }); export const tool = () => refunds;',
      { agents: ["Refunds"], answers: false },
    ],
    "are constants of a factory around it": [
      `function team() { ${REFUNDS} function tool() { return refunds; } return tool; } export const tool = team();`,
      { agents: ["Refunds"], answers: false },
    ],
    "are those of the nearest scope": [
      `${REFUNDS} export const tool = (() => { const refunds = new Agent({ name: "Inner" }); return () => refunds; })();`,
      { agents: ["Inner"], answers: false },
    ],
    "are not known from a parameter of the same name": [
      `${REFUNDS} export function tool(refunds: string) { return refunds; }`,
      { unknown: ["refunds"], answers: true },
    ],
    "are not known from a variable that changes": [
      'let refunds = new Agent({ name: "Refunds" }); export function tool() { return refunds; }',
      { unknown: ["refunds"], answers: true },
    ],
    "are not known from an object that is filled elsewhere": [
      `const made: Record<string, Agent> = {}; made["vip"] = new Agent({ name: "Vip" }); export function tool(kind: string) { return made[kind]; }`,
      { unknown: ["made[kind]"], answers: true },
    ],
    "are not known from a loop variable": [
      `${REFUNDS} export function tool() { for (const refunds of [1]) return refunds; }`,
      { unknown: ["refunds"], answers: true },
    ],
    "are in a Result": [
      `${REFUNDS} export function tool() { return new Result({ value: "Bye.", agent: refunds }); }`,
      { agents: ["Refunds"], answers: false },
    ],
    "are in a Result that has a name": [
      `${REFUNDS} export async function tool() { const result = new Result({ agent: refunds }); return result; }`,
      { agents: ["Refunds"], answers: false },
    ],
    "are chosen by a condition": [
      `${REFUNDS} ${SALES} export function tool(late: boolean) { if (late) return refunds; else return late ? sales : "No."; }`,
      { agents: ["Refunds", "Sales"], answers: true },
    ],
    "are chosen by a key": [
      `${REFUNDS} ${SALES} const desks = { refunds, sales }; export function tool(desk: string) { return desks[desk]; }`,
      { agents: ["Refunds", "Sales"], answers: false },
    ],
    "are properties of constants": [
      'const desks = { refunds: new Agent({ name: "Refunds" }) }; export function tool() { return desks.refunds; }',
      { agents: ["Refunds"], answers: false },
    ],
    "are made on the spot": [
      'export function tool() { return new Agent({ name: `Night`, model: "gpt-5.4" }); }',
      { agents: ["Night"], answers: false },
    ],
    "are called Agent when they have no name": [
      "export function tool() { return new Agent(); }",
      { agents: ["Agent"], answers: false },
    ],
    "are named by constants": [
      'const NAMES = { refunds: "Refunds" } as const; const options = { name: NAMES.refunds }; const refunds = new Agent(options); export const tool = () => refunds;',
      { agents: ["Refunds"], answers: false },
    ],
    "are not known from a name that is computed": [
      'export function tool(name: string) { return new Agent({ name: name + "!" }); }',
      { unknown: ['new Agent({ name: name + "!" })'], answers: false },
    ],
    "are not known from options that are spread over the name": [
      'const base = { name: "Night" }; export function tool() { return new Agent({ name: "Day", ...base }); }',
      { unknown: ['new Agent({ name: "Day", ...base })'], answers: false },
    ],
    "are returned by a function that it calls": [
      `${REFUNDS} function handOff() { return refunds; } export function tool() { return handOff(); }`,
      { agents: ["Refunds"], answers: false },
    ],
    "are not known from a function that calls itself": [
      "export function tool(n: number) { return n > 0 ? tool(n - 1) : 0; }",
      { answers: true },
    ],
    "are not known from a constant that refers to itself": [
      "const one = () => two, two = one; export function tool() { return two(); }",
      { unknown: ["two()"], answers: true },
    ],
    "may be awaited": [
      `${REFUNDS} export async function tool() { return await Promise.resolve(refunds); }`,
      { agents: ["Refunds"], answers: false },
    ],
    "are not those of functions inside": [
      `${REFUNDS} export function tool() { const inner = () => refunds; return [inner].length; }`,
      { answers: true },
    ],
    "are not known from a method of unknown type": [
      "const world = { find() {} }; export function tool(id: string) { return world.find(id); }",
      { unknown: ["world.find(id)"], answers: true },
    ],
    "are ruled out by a declared type": [
      "type Found = { id: string } | null; const world: any = {}; export async function tool(id: string): Promise<Found> { return world.find(id); }",
      { answers: true },
    ],
    "are not ruled out by a type that an agent has": [
      "type Next = Agent | string; const world: any = {}; export function tool(id: string): Next { return world.find(id); }",
      { unknown: ["world.find(id)"], answers: true },
    ],
    "are ruled out by what cannot be an agent": [
      "export function tool(n: number) { if (n) return `${n}`; if (n > 1) return { n }; if (n > 2) return JSON.stringify(n); return [n].map(String).join(); }",
      { answers: true },
    ],
    "are not agents when it returns nothing": [
      "export function tool(n: number) { if (n > 0) return; console.log(n); }",
      { answers: true },
    ],
  },
  handoffs,
);

table(
  "the context variables that a function changes",
  {
    "are the keys of its Results": [
      'export function tool(n: number) { if (n) return new Result({ contextVariables: { a: n, "b-c": n } }); return new Result({ value: 1, contextVariables: { d: 1 } }); }',
      { writes: ["a", "b-c", "d"] },
    ],
    "are those of Results inside as well": [
      "export function tool(n: number) { return [n].map(() => new Result({ contextVariables: { a: 1 } }))[0]; }",
      { writes: ["a"] },
    ],
    "are added to a copy": [
      "export function tool(contextVariables: object) { return new Result({ contextVariables: { ...contextVariables, a: 1 } }); }",
      { writes: ["a"] },
    ],
    "are those that are spread on a condition": [
      "export function tool(n: number) { return new Result({ contextVariables: { ...(n > 1 && { a: 1 }), ...(n > 2 ? { b: 1 } : {}) } }); }",
      { writes: ["a", "b"] },
    ],
    "are not all known when a key is computed": [
      "export function tool(key: string) { return new Result({ contextVariables: { a: 1, [key]: 2 } }); }",
      { writes: ["a"], writesMore: true },
    ],
    "are not all known when they have a name": [
      "export function tool(key: string) { const changes = { a: 1 }; return new Result({ contextVariables: changes }); }",
      { writes: ["a"], writesMore: true },
    ],
    "are not known from options that come from elsewhere": [
      "export function tool(options: object) { return new Result(options); }",
      { writesMore: true },
    ],
  },
  ({ writes }) => named("writes", writes),
);

table(
  "the context variables that a function reads",
  {
    "are properties of its parameter": [
      'export function tool(n: number, contextVariables: any) { return contextVariables.a + contextVariables?.["b"] + contextVariables.c.d; }',
      { reads: ["a", "b", "c"] },
    ],
    "are taken apart": [
      "export function tool(contextVariables: any) { const { a, b: { c } = {} } = contextVariables; return a; }",
      { reads: ["a", "b"], first: ["a", "b"] },
    ],
    "are found in a scope": [
      "export const tool = (args: object, scope: any) => scope.contextVariables.a;",
      { reads: ["a"] },
    ],
    "are taken out of a scope": [
      "export const tool = (args: object, { contextVariables: { a, b = 1 } }: any) => a;",
      { reads: ["a", "b"] },
    ],
    "may have another name": [
      "export const tool = (args: object, { contextVariables: given }: any) => { const all = given; return all.a; };",
      { reads: ["a"] },
    ],
    "are read by a function of the module that receives them too": [
      "const render = (n: number, { a }: any) => a + n; export function tool(n: number, contextVariables: any) { return render(1, contextVariables); }",
      { reads: ["a"] },
    ],
    "are read by a function that instructions share": [
      "export const tool = (known: any) => begin(known) + known.b; function begin(all: any) { return `Hello ${all.a}`; }",
      { first: ["a", "b"] },
    ],
    "are read by functions that call each other": [
      "export const tool = (known: any): string => known.a ? other(known) : ''; const other = (all: any) => all.b + tool(all);",
      { first: ["a", "b"] },
    ],
    "are not all known when they are passed on": [
      "const render = String; export function tool(n: number, contextVariables: any) { return contextVariables.a + render(contextVariables); }",
      { reads: ["a"], readsMore: true },
    ],
    "are not all known when a key is computed": [
      "export function tool(key: string, contextVariables: any) { return contextVariables[key]; }",
      { readsMore: true },
    ],
    "are not those that a Result changes": [
      "export function tool() { return new Result({ contextVariables: { a: 1 } }); }",
      {},
    ],
    "are those of the first parameter, for instructions": [
      "export const tool = (variables: any) => `Hello ${variables.name}, ${variables.tier ?? ''}`;",
      { first: ["name", "tier"] },
    ],
    "are those that the first parameter is taken apart into, for instructions": [
      "export const tool = ({ name, ...rest }: any) => `Hello ${name}`;",
      { first: ["name"], firstMore: true },
    ],
  },
  ({ reads, first }) => ({ ...named("reads", reads), ...named("first", first) }),
);

it("says which value of another module a function returns", () => {
  const [one, other, third] = effects(
    [
      'import { refunds as desk } from "./desks.ts"; export const tool = () => desk;',
      'import * as desks from "./desks.ts"; export const tool = () => new Result({ agent: desks.team.refunds });',
      'import desk from "./desks.ts"; export function tool() { return desk; }',
    ],
    {
      "desks.ts":
        "export const refunds = {}; export const team = { refunds }; export default refunds;",
    },
  );
  expect([one, other, third].map((each) => each?.imports)).toEqual([
    [{ from: "./desks.ts", path: ["refunds"] }],
    [{ from: "./desks.ts", path: ["team", "refunds"] }],
    [{ from: "./desks.ts", path: ["default"] }],
  ]);
});

it("reads plain JavaScript in which agents are made", () => {
  const read = effects([`${REFUNDS} export function tool() { return refunds; }`], {
    ending: "mjs",
  });
  expect(read.map(handoffs)).toEqual([{ agents: ["Refunds"], answers: false }]);
});

it("reads the own text of a function whose module was not seen", () => {
  const made = effects(["export const tool = new Function('key', 'return agents[key]');"]);
  expect(made).toMatchObject([
    { unknown: ["agents[key]"], answers: true, first: { keys: [], more: true } },
  ]);
});
