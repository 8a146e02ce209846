import type { Argument, Expression } from "oxc-parser";
import type { ImportedValue, Scope } from "./declarations.ts";
import { isFunction, memberName, propertyName, type AnyFunction } from "./nodes.ts";
import { findConstant, findValue } from "./scope.ts";

/** An expression, and the names that can be seen from it. */
export interface PlacedExpression {
  readonly expression: Expression;
  readonly scope: Scope;
}

/** An expression without parentheses and without syntax that only TypeScript has. */
export function unwrapped(expression: Expression): Expression {
  switch (expression.type) {
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
    case "ChainExpression":
      return unwrapped(expression.expression);
    default:
      return expression;
  }
}

/** Whether an expression is this name, alone or as a property of a namespace. */
export function isNamed(expression: Expression, name: string): boolean {
  const value = unwrapped(expression);
  if (value.type === "Identifier") return value.name === name;
  return (
    value.type === "MemberExpression" &&
    value.property.type === "Identifier" &&
    value.property.name === name
  );
}

export interface Properties {
  readonly known: ReadonlyMap<string, PlacedExpression>;
  /** Whether there may be others, or other values. */
  readonly others: boolean;
}

/** The properties of an object literal or a constant that is one; none without an argument. Undefined if unknown. */
export function propertiesOf(argument: Argument | undefined, scope: Scope): Properties | undefined {
  const known = new Map<string, PlacedExpression>();
  if (argument === undefined) return { known, others: false };
  const object = argument.type === "SpreadElement" ? undefined : valueOf(argument, scope);
  if (object?.expression.type !== "ObjectExpression") return undefined;
  let others = false;
  for (const property of object.expression.properties) {
    const name = propertyName(property);
    if (property.type === "Property" && name !== undefined)
      known.set(name, { expression: property.value, scope: object.scope });
    else {
      others = true;
      // A spread may replace all properties before it.
      known.clear();
    }
  }
  return { known, others };
}

/** The expressions that a name or a property may mean: several if its key is computed. Undefined if unknown. */
export function constantOf(
  expression: Expression,
  scope: Scope,
): readonly PlacedExpression[] | undefined {
  const value = unwrapped(expression);
  if (value.type === "Identifier") {
    const [declarator, outer] = findConstant(scope, value.name) ?? [];
    return declarator?.init && outer ? [{ expression: declarator.init, scope: outer }] : undefined;
  }
  if (value.type !== "MemberExpression" || value.object.type === "Super") return undefined;
  const properties = propertiesOf(value.object, scope);
  if (properties === undefined || properties.others) return undefined;
  const name = memberName(value);
  if (name === undefined) return [...properties.known.values()];
  const property = properties.known.get(name);
  return property && [property];
}

/** The value of another module that an expression means; undefined if it is not imported. */
export function importedValue(expression: Expression, scope: Scope): ImportedValue | undefined {
  const value = unwrapped(expression);
  if (value.type === "Identifier") {
    const [declaration] = findValue(scope, value.name) ?? [];
    return declaration?.type === "import" ? declaration.value : undefined;
  }
  if (value.type !== "MemberExpression") return undefined;
  const name = memberName(value);
  const object = importedValue(value.object, scope);
  return name === undefined ? undefined : object && { ...object, path: [...object.path, name] };
}

/** The text of a constant expression. */
export function textOf(expression: Expression, scope: Scope): string | undefined {
  const value = valueOf(expression, scope)?.expression;
  if (value?.type === "Literal") return typeof value.value === "string" ? value.value : undefined;
  if (value?.type !== "TemplateLiteral" || value.expressions.length > 0) return undefined;
  return value.quasis[0]?.value.cooked ?? undefined;
}

/** The function of this module that a name means, and the scope around it; undefined if it means anything else. */
export function functionOf(
  callee: Expression,
  scope: Scope,
): { readonly node: AnyFunction; readonly scope: Scope } | undefined {
  const value = unwrapped(callee);
  const [declaration, outer] = (value.type === "Identifier" && findValue(scope, value.name)) || [];
  if (!declaration || !outer) return undefined;
  if (declaration.type === "function") return { node: declaration.node, scope: outer };
  if (declaration.type !== "constant" || !declaration.node.init) return undefined;
  const node = unwrapped(declaration.node.init);
  return isFunction(node) ? { node, scope: outer } : undefined;
}

/** The one expression that an expression means when names and properties are followed. */
function valueOf(expression: Expression, scope: Scope): PlacedExpression | undefined {
  const values = valuesOf(expression, scope);
  return values?.length === 1 ? values[0] : undefined;
}

function valuesOf(
  expression: Expression,
  scope: Scope,
  depth = 0,
): readonly PlacedExpression[] | undefined {
  const value = unwrapped(expression);
  if (value.type !== "Identifier" && value.type !== "MemberExpression")
    return [{ expression: value, scope }];
  // A constant that refers to itself has no value.
  if (depth > 10) return undefined;
  const meant = constantOf(value, scope)?.map(({ expression: next, scope: own }) =>
    valuesOf(next, own, depth + 1),
  );
  return meant?.every((values) => values !== undefined) ? meant.flat() : undefined;
}
