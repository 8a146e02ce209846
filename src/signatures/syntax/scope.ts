import type {
  TSEnumDeclaration,
  TSInterfaceDeclaration,
  TSType,
  TSTypeAliasDeclaration,
  VariableDeclarator,
} from "oxc-parser";
import type { AnyFunction } from "./children.ts";
import type { ImportedValue } from "./effects.ts";
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
  /** A parameter, a variable, a class: not to be told from the source. */
  | { readonly type: "unknown" };

/** What is declared in one place, by name. */
export interface Declarations {
  readonly types: ReadonlyMap<string, TypeDeclaration>;
  readonly values: ReadonlyMap<string, ValueDeclaration>;
}

/** The declarations that can be seen from a place in the source, innermost first. */
export interface Scope {
  readonly source: Source;
  readonly parent: Scope | undefined;
  /** They are gathered when they are asked for first: of most blocks nobody asks. */
  readonly declarations: () => Declarations;
}

/** Where a type is read. */
export interface TypeContext {
  readonly scope: Scope;
  /** The declarations that are being read just now; meeting one of them again, the type refers to itself. */
  readonly open: readonly object[];
  /** A property of the outermost object that is left out, whatever its type. */
  readonly hidden?: string | undefined;
}

/** The declaration of a type, with the scope that it stands in. */
export function findType(scope: Scope, name: string): [TypeDeclaration, Scope] | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const found = at.declarations().types.get(name);
    if (found) return [found, at];
  }
  return undefined;
}

/** The declaration of a value, with the scope that it stands in; undefined for what is declared nowhere. */
export function findValue(scope: Scope, name: string): [ValueDeclaration, Scope] | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const found = at.declarations().values.get(name);
    if (found) return [found, at];
  }
  return undefined;
}

/** The declaration of a constant, with the scope that it stands in; undefined where the name stands for anything else. */
export function findConstant(scope: Scope, name: string): [VariableDeclarator, Scope] | undefined {
  const [declaration, at] = findValue(scope, name) ?? [];
  return declaration?.type === "constant" && at ? [declaration.node, at] : undefined;
}
