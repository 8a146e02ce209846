import type {
  Directive,
  Statement,
  TSEnumDeclaration,
  TSInterfaceDeclaration,
  TSType,
  TSTypeAliasDeclaration,
  TSTypeParameterDeclaration,
  VariableDeclarator,
} from "oxc-parser";
import type { Source } from "./source.ts";

/** What a name means as a type. */
export type TypeDeclaration =
  | { readonly type: "interface"; readonly parts: TSInterfaceDeclaration[] }
  | { readonly type: "alias"; readonly node: TSTypeAliasDeclaration }
  | { readonly type: "enum"; readonly node: TSEnumDeclaration }
  | { readonly type: "argument"; readonly node: TSType; readonly context: TypeContext }
  | { readonly type: "unreadable"; readonly reason: string };

/** Where a type is read. */
export interface TypeContext {
  readonly scope: Scope;
  /** The declarations that are being read just now; meeting one of them again, the type refers to itself. */
  readonly open: readonly object[];
  /** A property of the outermost object that is left out, whatever its type. */
  readonly hidden?: string | undefined;
}

/** What is declared in one place, by name. */
interface Declarations {
  readonly types: ReadonlyMap<string, TypeDeclaration>;
  readonly constants: ReadonlyMap<string, VariableDeclarator>;
}

/** The declarations that can be seen from a place in the source, innermost first. */
export interface Scope {
  readonly source: Source;
  readonly parent: Scope | undefined;
  /** They are gathered when they are asked for first: of most blocks nobody asks. */
  readonly declarations: () => Declarations;
}

/** The declaration of a type, with the scope that it stands in. */
export function findType(scope: Scope, name: string): [TypeDeclaration, Scope] | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const found = at.declarations().types.get(name);
    if (found) return [found, at];
  }
  return undefined;
}

/** The declaration of a constant, with the scope that it stands in. */
export function findConstant(scope: Scope, name: string): [VariableDeclarator, Scope] | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const found = at.declarations().constants.get(name);
    if (found) return [found, at];
  }
  return undefined;
}

/** The scope within a list of statements. */
export function scopeOf(
  statements: readonly (Directive | Statement)[],
  source: Source,
  parent?: Scope,
): Scope {
  let gathered: Declarations | undefined;
  return { source, parent, declarations: () => (gathered ??= gather(statements)) };
}

/** A scope that has these types and nothing else. */
export function scopeWith(
  types: ReadonlyMap<string, TypeDeclaration>,
  source: Source,
  parent: Scope,
): Scope {
  const declarations = { types, constants: new Map() };
  return { source, parent, declarations: () => declarations };
}

/** A scope in which a function's or a class's type parameters are known to be just that. */
export function withTypeParameters(
  parameters: TSTypeParameterDeclaration | null | undefined,
  parent: Scope,
): Scope {
  if (!parameters) return parent;
  const declaration = {
    type: "unreadable",
    reason: "is a type parameter, which has no JSON Schema",
  } as const;
  const types = new Map(parameters.params.map(({ name }) => [name.name, declaration]));
  return scopeWith(types, parent.source, parent);
}

function gather(statements: readonly (Directive | Statement)[]): Declarations {
  const types = new Map<string, TypeDeclaration>();
  const constants = new Map<string, VariableDeclarator>();
  for (const statement of statements) declare(statement, types, constants);
  return { types, constants };
}

function declare(
  statement: Directive | Statement,
  types: Map<string, TypeDeclaration>,
  constants: Map<string, VariableDeclarator>,
): void {
  switch (statement.type) {
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration":
      if (statement.declaration) declare(statement.declaration as Statement, types, constants);
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
      return;
    case "ClassDeclaration":
      if (statement.id)
        types.set(statement.id.name, {
          type: "unreadable",
          reason: "is a class, which has no JSON Schema",
        });
      return;
    case "ImportDeclaration":
      for (const { local } of statement.specifiers)
        types.set(local.name, {
          type: "unreadable",
          reason: "is imported, and types are read within one module",
        });
      return;
    case "VariableDeclaration":
      if (statement.kind !== "const") return;
      for (const declarator of statement.declarations)
        if (declarator.id.type === "Identifier") constants.set(declarator.id.name, declarator);
  }
}
