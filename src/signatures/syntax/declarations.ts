import type {
  Directive,
  ImportDeclarationSpecifier,
  Node,
  Statement,
  TSTypeParameter,
} from "oxc-parser";
import type { Declarations, TypeDeclaration, ValueDeclaration } from "./scope.ts";

interface Gathering extends Declarations {
  readonly types: Map<string, TypeDeclaration>;
  readonly values: Map<string, ValueDeclaration>;
}

const unknown = { type: "unknown" } as const;

/** What a list of statements declares. */
export function declarationsOf(statements: readonly (Directive | Statement)[]): Declarations {
  const gathering = { types: new Map(), values: new Map() };
  for (const statement of statements) declare(statement, gathering);
  return gathering;
}

/** What patterns bind (parameters, what a loop goes through, an error that is caught), and type parameters. */
export function namesBound(
  patterns: readonly unknown[],
  parameters: readonly TSTypeParameter[] = [],
): Declarations {
  const values = new Map<string, ValueDeclaration>();
  for (const pattern of patterns) for (const name of namesIn(pattern)) values.set(name, unknown);
  const parameter = unreadable("is a type parameter, which has no JSON Schema");
  return { types: new Map(parameters.map(({ name }) => [name.name, parameter])), values };
}

function declare(statement: Directive | Statement, gathering: Gathering): void {
  const { types, values } = gathering;
  switch (statement.type) {
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration":
      if (statement.declaration) declare(statement.declaration as Statement, gathering);
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
  switch (specifier.type) {
    case "ImportNamespaceSpecifier":
      return [];
    case "ImportDefaultSpecifier":
      return ["default"];
    case "ImportSpecifier": {
      const { imported } = specifier;
      return [imported.type === "Identifier" ? imported.name : imported.value];
    }
  }
}

/** The names that a pattern binds. */
function* namesIn(pattern: unknown): Generator<string> {
  if (typeof pattern !== "object" || pattern === null) return;
  const node = pattern as Node;
  switch (node.type) {
    case "Identifier":
      yield node.name;
      return;
    case "AssignmentPattern":
      yield* namesIn(node.left);
      return;
    case "TSParameterProperty":
      yield* namesIn(node.parameter);
      return;
    case "RestElement":
      yield* namesIn(node.argument);
      return;
    case "ArrayPattern":
      for (const element of node.elements) yield* namesIn(element);
      return;
    case "ObjectPattern":
      for (const property of node.properties)
        yield* namesIn(property.type === "Property" ? property.value : property.argument);
      return;
    case "VariableDeclaration":
      for (const { id } of node.declarations) yield* namesIn(id);
  }
}
