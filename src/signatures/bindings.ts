import type {
  ArrowFunctionExpression,
  Directive,
  Expression,
  Function as FunctionNode,
  Node,
  Statement,
  TSType,
} from "oxc-parser";
import type { ImportedValue } from "./effects.ts";

export type AnyFunction = FunctionNode | ArrowFunctionExpression;

/** What a name stands for. */
export type Binding =
  | { readonly type: "constant"; readonly init: Expression; readonly bindings: Bindings }
  | { readonly type: "function"; readonly node: AnyFunction; readonly bindings: Bindings }
  | { readonly type: "import"; readonly value: ImportedValue }
  /** A parameter, a variable, a class: not to be told from the source. */
  | { readonly type: "unknown" };

interface Gathered {
  readonly values: Map<string, Binding>;
  readonly types: Map<string, TSType>;
}

/** The names that can be seen from a place in the source. They are gathered when one is asked for: of most blocks nobody asks. */
export class Bindings {
  readonly #parent: Bindings | undefined;
  readonly #gather: (gathered: Gathered, own: Bindings) => void;
  #gathered: Gathered | undefined;

  private constructor(
    gather: (gathered: Gathered, own: Bindings) => void,
    parent: Bindings | undefined,
  ) {
    this.#gather = gather;
    this.#parent = parent;
  }

  /** Those that are declared by a list of statements. */
  static of(statements: readonly (Directive | Statement)[], parent?: Bindings): Bindings {
    return new Bindings((gathered, own) => {
      for (const statement of statements) declare(statement, gathered, own);
    }, parent);
  }

  /** Those that patterns bind: parameters, what a loop goes through, an error that is caught. */
  static bound(patterns: readonly unknown[], parent: Bindings): Bindings {
    return new Bindings(({ values }) => {
      for (const pattern of patterns)
        for (const name of namesIn(pattern)) values.set(name, { type: "unknown" });
    }, parent);
  }

  /** Undefined for what is declared nowhere. */
  find(name: string): Binding | undefined {
    return this.#own().values.get(name) ?? this.#parent?.find(name);
  }

  findType(name: string): TSType | undefined {
    return this.#own().types.get(name) ?? this.#parent?.findType(name);
  }

  #own(): Gathered {
    if (this.#gathered === undefined) {
      this.#gathered = { values: new Map(), types: new Map() };
      this.#gather(this.#gathered, this);
    }
    return this.#gathered;
  }
}

function declare(statement: Directive | Statement, gathered: Gathered, bindings: Bindings): void {
  const { values, types } = gathered;
  switch (statement.type) {
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration":
      if (statement.declaration) declare(statement.declaration as Statement, gathered, bindings);
      return;
    case "ImportDeclaration":
      for (const specifier of statement.specifiers) {
        const value = { from: statement.source.value, path: importedPath(specifier) };
        values.set(specifier.local.name, { type: "import", value });
      }
      return;
    case "FunctionDeclaration":
      if (statement.id)
        values.set(statement.id.name, { type: "function", node: statement, bindings });
      return;
    case "ClassDeclaration":
      if (statement.id) values.set(statement.id.name, { type: "unknown" });
      return;
    case "TSTypeAliasDeclaration":
      types.set(statement.id.name, statement.typeAnnotation);
      return;
    case "VariableDeclaration":
      for (const { id, init } of statement.declarations) {
        const constant = statement.kind === "const" && id.type === "Identifier" && init;
        if (constant) values.set(id.name, { type: "constant", init, bindings });
        else for (const name of namesIn(id)) values.set(name, { type: "unknown" });
      }
  }
}

function importedPath(specifier: {
  readonly type: string;
  readonly imported?: Node;
}): readonly string[] {
  if (specifier.type === "ImportNamespaceSpecifier") return [];
  if (specifier.type === "ImportDefaultSpecifier") return ["default"];
  const { imported } = specifier;
  return imported?.type === "Identifier"
    ? [imported.name]
    : [String((imported as { value?: unknown } | undefined)?.value)];
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
