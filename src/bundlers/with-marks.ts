import { existsSync, readFileSync } from "node:fs";
import { MagicString } from "magic-string";
import { parseSync, type Node } from "oxc-parser";
import { readFunction } from "../signatures/functions/function.ts";
import { languageOf } from "../signatures/loading/read-module.ts";
import { isTagged } from "../signatures/loading/tags.ts";
import { readTypedModule } from "../signatures/loading/typed-readings.ts";
import { MARK, type Mark } from "../signatures/loading/marks.ts";
import { findFunctions } from "../signatures/syntax/find-functions.ts";
import type { AnyFunction } from "../signatures/syntax/nodes.ts";
import { receiversIn } from "../signatures/syntax/receivers.ts";
import { scopeOf } from "../signatures/syntax/scope.ts";
import { parse, type Language, type Source } from "../signatures/syntax/source.ts";
import { NoTypes } from "../signatures/types/known-types.ts";
import {
  blockOf,
  createdFunctions,
  type Creation,
  type NamedFunction,
} from "./created-functions.ts";

/** A module with its source map, which `toString` makes text. */
export interface MarkedModule {
  readonly code: string;
  readonly map: ReturnType<MagicString["generateMap"]>;
  /** The files besides the module's own that its marks rest on. */
  readonly files: readonly string[];
}

/** The name of the function that is added to each module. */
const HELPER = "__swarmEval";
const DEFAULT = `${HELPER}Default`;

/**
 * The module with code that gives each function that can be a tool its mark when it is created. No line moves. Undefined
 * if there is nothing to mark. Throws if types are needed and TypeScript cannot be started, or if the types are gone.
 */
export function withMarks(path: string, text: string): MarkedModule | undefined {
  const language = languageOf(path);
  if (!language || text.includes(HELPER) || isTagged(text)) return undefined;
  const parsed = parse(text, language);
  if (!parsed) return undefined;
  if (wasCompiled(path, text, language)) throw new Error(COMPILED(path));
  const { program, source } = parsed;
  const found = findFunctions(program, source);
  const typed = readTypedModule(path, text);
  const receiverOf = receiversIn(program);
  const marks: Mark[] = [];
  const mark = ({ node, name }: NamedFunction): string => {
    const reading = typed?.functions[found.findIndex((each) => each.node === node)]?.reading;
    marks.push({ reading: reading ?? readAlone(node, source), receiver: receiverOf(node) });
    return `${marks.length - 1},${JSON.stringify(name)}`;
  };
  const code = new MagicString(text);
  for (const creation of createdFunctions(program, text)) insert(code, text, creation, mark);
  if (marks.length === 0) return undefined;
  code.appendLeft(blockOf(program, text) ?? 0, helper(marks, language));
  return {
    code: code.toString(),
    map: code.generateMap({ source: path, includeContent: true, hires: "boundary" }),
    files: typed?.files ?? [],
  };
}

/** Whether a module that is TypeScript on the disk has come here without its types. */
function wasCompiled(path: string, text: string, language: Language): boolean {
  if (language.startsWith("js") || !existsSync(path)) return false;
  const written = readFileSync(path, "utf8");
  return written !== text && isJavaScript(text) && !isJavaScript(written);
}

function isJavaScript(text: string): boolean {
  return parseSync("module.jsx", text, { lang: "jsx" }).errors.length === 0;
}

const COMPILED = (path: string): string =>
  `The types of ${path} were removed before swarm-eval could read them. List its plugin before the one that compiles TypeScript. If that one compiles modules as it loads them, as @rollup/plugin-typescript does, import what \`npx swarm-eval schemas\` writes instead.`;

/** What a function in plain JavaScript is read as where nothing reads its module. */
function readAlone(node: AnyFunction, source: Source): Mark["reading"] {
  const scope = scopeOf([], source);
  return readFunction(node, { scope, doc: undefined, contextual: false, types: new NoTypes() });
}

/**
 * A declaration, which is there before anything of its module runs. It also restores the name of a function, which being
 * an argument of a call, or being minified, has taken.
 */
function helper(marks: readonly Mark[], language: Language): string {
  const json = JSON.stringify(JSON.stringify(marks));
  // Some loaders check types after this, and what is marked must keep its own.
  const [generic, ofT, ofAny, optional] = language.startsWith("ts")
    ? ["<T>", ":T", ":any", "?:string"]
    : ["", "", "", ""];
  return (
    `;function ${HELPER}${generic}(value${ofT},at${ofAny},name${optional})${ofT}{` +
    `const own${ofAny}=${HELPER},fn${ofAny}=value;` +
    `if(typeof at==="object")for(const key in at)own(fn[key],...at[key]);` +
    `else if(typeof fn==="function"){` +
    `fn[own.key??=Symbol.for("${MARK}")]=(own.marks??=JSON.parse(${json}))[at];` +
    `if(fn.name!==name)Object.defineProperty(fn,"name",{value:name,configurable:true})}` +
    `return value}`
  );
}

function insert(
  code: MagicString,
  text: string,
  creation: Creation,
  mark: (fn: NamedFunction) => string,
): void {
  switch (creation.type) {
    case "expression":
      return wrap(code, creation.fn.node, mark(creation.fn));
    case "object":
      return wrap(code, creation.node, table(creation.methods, mark));
    case "class": {
      const { node, methods, statics } = creation;
      const of = (object: string, list: readonly NamedFunction[]) =>
        list.length === 0 ? "" : `${HELPER}(${object},${table(list, mark)});`;
      code.appendLeft(
        node.start + 1,
        `static{${of("this.prototype", methods)}${of("this", statics)}}`,
      );
      return;
    }
    case "declaration": {
      const { fn, block } = creation;
      // It must be there before its module runs, so it stays a declaration.
      const nameless = fn.node.id
        ? undefined
        : /^(?:async\s+)?function\b\s*\*?/.exec(text.slice(fn.node.start))?.[0];
      if (nameless !== undefined) code.appendLeft(fn.node.start + nameless.length, ` ${DEFAULT}`);
      const name = nameless === undefined ? fn.name : DEFAULT;
      code.appendLeft(block, `;${HELPER}(${name},${mark(fn)});`);
    }
  }
}

/** Bundlers may drop the call if nothing uses what it returns. */
function wrap(code: MagicString, { start, end }: Node, marks: string): void {
  code.prependRight(start, `/*#__PURE__*/${HELPER}(`);
  code.appendLeft(end, `,${marks})`);
}

/** The marks of methods by their names. */
function table(methods: readonly NamedFunction[], mark: (fn: NamedFunction) => string): string {
  return `{${methods.map((fn) => `${JSON.stringify(fn.name)}:[${mark(fn)}]`).join()}}`;
}
