import type {
  Directive,
  ImportDeclarationSpecifier,
  Statement,
  TSEnumDeclaration,
  TSInterfaceDeclaration,
  TSType,
  TSTypeAliasDeclaration,
  TSTypeParameter,
  VariableDeclarator,
} from "oxc-parser";
import { isNode, type AnyFunction } from "./nodes.ts";
import type { Source } from "./source.ts";

/** What a name means as a type. */
export type TypeDeclaration =
  | { readonly type: "interface"; readonly parts: TSInterfaceDeclaration[] }
  | { readonly type: "alias"; readonly node: TSTypeAliasDeclaration }
  | { readonly type: "enum"; readonly node: TSEnumDeclaration }
  | { readonly type: "argument"; readonly node: TSType; readonly context: TypeContext }
  | { readonly type: "unreadable"; readonly reason: string };

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
  readonly types: Map<string, TypeDeclaration>;
  readonly values: Map<string, ValueDeclaration>;
}

/** The declarations that can be seen from a place in the source, innermost first. */
export interface Scope {
  readonly source: Source;
  readonly parent: Scope | undefined;
  /** They are collected on the first call: most blocks are never asked. */
  readonly declarations: () => Declarations;
}

/** Where a type is read. */
export interface TypeContext {
  readonly scope: Scope;
  /** The declarations that are being read now; a type that reaches one of them again refers to itself. */
  readonly open: readonly object[];
  /** A property of the outermost object that is left out, whatever its type. */
  readonly hidden?: string | undefined;
}

const unknown = { type: "unknown" } as const;

/** What a list of statements declares. */
export function declarationsOf(statements: readonly (Directive | Statement)[]): Declarations {
  const collected = { types: new Map(), values: new Map() };
  for (const statement of statements) declare(statement, collected);
  return collected;
}

/** What patterns bind (parameters, loop variables, a caught error), and type parameters. */
export function namesBound(
  patterns: readonly unknown[],
  parameters: readonly TSTypeParameter[] = [],
): Declarations {
  const values = new Map<string, ValueDeclaration>();
  for (const pattern of patterns) for (const name of namesIn(pattern)) values.set(name, unknown);
  const parameter = unreadable("is a type parameter, which has no JSON Schema");
  return { types: new Map(parameters.map(({ name }) => [name.name, parameter])), values };
}

function declare(statement: Directive | Statement, collected: Declarations): void {
  const { types, values } = collected;
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
        types.set(name, unreadable("is imported, and types are read within one module"));
      }
      return;
    case "TSInterfaceDeclaration": {
      const earlier = types.get(statement.id.name);
      if (earlier?.type === "interface") earlier.parts.push(statement);
      else types.set(statement.id.name, { type: "interface", parts: [statement] });
      return;
    }
    case "TSTypeAliasDeclaration":
      types.set(statement.id.name, { type: "alias", node: statement });
      return;
    case "TSEnumDeclaration":
      types.set(statement.id.name, { type: "enum", node: statement });
      values.set(statement.id.name, unknown);
      return;
    case "ClassDeclaration":
      if (!statement.id) return;
      types.set(statement.id.name, unreadable("is a class, which has no JSON Schema"));
      values.set(statement.id.name, unknown);
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

function unreadable(reason: string): TypeDeclaration {
  return { type: "unreadable", reason };
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
