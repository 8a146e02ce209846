import type {
  Directive,
  ImportDeclarationSpecifier,
  Statement,
  TSTypeAliasDeclaration,
  VariableDeclarator,
} from "oxc-parser";
import { isNode, type AnyFunction } from "./nodes.ts";
import type { Source } from "./source.ts";

/** What a name means as a value. */
export type ValueDeclaration =
  | { readonly type: "constant"; readonly node: VariableDeclarator }
  | { readonly type: "function"; readonly node: AnyFunction }
  | { readonly type: "import"; readonly value: ImportedValue }
  /** A parameter, a variable, a class: the source does not tell its value. */
  | { readonly type: "unknown" };

/** A value that another module exports, or part of one. */
export interface ImportedValue {
  /** As it is written: `./refunds.ts`. */
  readonly from: string;
  /** Starts at the module's exports: `["default"]`, `["team", "refunds"]`. */
  readonly path: readonly string[];
}

/** What is declared in one place, by name. */
export interface Declarations {
  readonly aliases: Map<string, TSTypeAliasDeclaration>;
  readonly values: Map<string, ValueDeclaration>;
}

/** The declarations that can be seen from a place in the source, innermost first. */
export interface Scope {
  readonly source: Source;
  readonly parent: Scope | undefined;
  /** They are collected on the first call: most blocks are never asked. */
  readonly declarations: () => Declarations;
}

const unknown = { type: "unknown" } as const;

/** What a list of statements declares. */
export function declarationsOf(statements: readonly (Directive | Statement)[]): Declarations {
  const collected = { aliases: new Map(), values: new Map() };
  for (const statement of statements) declare(statement, collected);
  return collected;
}

/** What patterns bind: parameters, loop variables, a caught error. */
export function namesBound(patterns: readonly unknown[]): Declarations {
  const values = new Map<string, ValueDeclaration>();
  for (const pattern of patterns) for (const name of namesIn(pattern)) values.set(name, unknown);
  return { aliases: new Map(), values };
}

function declare(statement: Directive | Statement, collected: Declarations): void {
  const { aliases, values } = collected;
  switch (statement.type) {
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration":
      if (statement.declaration) declare(statement.declaration as Statement, collected);
      return;
    case "ImportDeclaration":
      for (const specifier of statement.specifiers) {
        const { name } = specifier.local;
        const value = { from: statement.source.value, path: importedPath(specifier) };
        values.set(name, { type: "import", value });
      }
      return;
    case "TSTypeAliasDeclaration":
      aliases.set(statement.id.name, statement);
      return;
    case "TSEnumDeclaration":
    case "ClassDeclaration":
      if (statement.id) values.set(statement.id.name, unknown);
      return;
    case "FunctionDeclaration":
      if (statement.id) values.set(statement.id.name, { type: "function", node: statement });
      return;
    case "VariableDeclaration":
      for (const declarator of statement.declarations) {
        const { id } = declarator;
        if (statement.kind === "const" && id.type === "Identifier")
          values.set(id.name, { type: "constant", node: declarator });
        else for (const name of namesIn(id)) values.set(name, unknown);
      }
  }
}

function importedPath(specifier: ImportDeclarationSpecifier): readonly string[] {
  if (specifier.type === "ImportNamespaceSpecifier") return [];
  if (specifier.type === "ImportDefaultSpecifier") return ["default"];
  const { imported } = specifier;
  return [imported.type === "Identifier" ? imported.name : imported.value];
}

/** The names that a pattern binds. */
function namesIn(pattern: unknown): readonly string[] {
  if (!isNode(pattern)) return [];
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "AssignmentPattern":
      return namesIn(pattern.left);
    case "TSParameterProperty":
      return namesIn(pattern.parameter);
    case "RestElement":
      return namesIn(pattern.argument);
    case "Property":
      return namesIn(pattern.value);
    case "ArrayPattern":
      return pattern.elements.flatMap(namesIn);
    case "ObjectPattern":
      return pattern.properties.flatMap(namesIn);
    case "VariableDeclaration":
      return pattern.declarations.flatMap(({ id }) => namesIn(id));
    default:
      return [];
  }
}
