import type { Argument, Expression, ObjectExpression } from "oxc-parser";
import { findConstant, findValue, type Scope } from "./scope.ts";
import type { ImportedValue } from "./effects.ts";
import { propertyName } from "./children.ts";
import type { PlacedExpression } from "./returns.ts";

/** An expression without parentheses and without what only TypeScript sees. */
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

/** The properties of an object that is written out. */
export interface Properties {
  readonly known: ReadonlyMap<string, PlacedExpression>;
  /** Whether there may be others, or other values. */
  readonly others: boolean;
}

/** The properties of an object that is written out, or of a constant that is one; none where nothing is given. Undefined where that cannot be told. */
export function propertiesOf(argument: Argument | undefined, scope: Scope): Properties | undefined {
  if (argument === undefined) return { known: new Map(), others: false };
  if (argument.type === "SpreadElement") return undefined;
  const [only, ...rest] = valuesOf(argument, scope) ?? [];
  if (only === undefined || rest.length > 0 || only.expression.type !== "ObjectExpression")
    return undefined;
  return ofObject(only.expression, only.scope);
}

function ofObject(object: ObjectExpression, scope: Scope): Properties {
  const known = new Map<string, PlacedExpression>();
  let others = false;
  for (const property of object.properties) {
    const name = property.type === "Property" ? propertyName(property) : undefined;
    if (property.type === "Property" && name !== undefined)
      known.set(name, { expression: property.value, scope });
    else {
      others = true;
      // What is spread may hold all that was said before.
      known.clear();
    }
  }
  return { known, others };
}

/** The expressions that a name or a property stands for: one, or one for each property where it is chosen by a key. Undefined where that cannot be told. */
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

/** The value of another module that a name or a property of one is; undefined where it is none. */
export function memberPath(expression: Expression, scope: Scope): ImportedValue | undefined {
  const value = unwrapped(expression);
  if (value.type === "Identifier") {
    const [declaration] = findValue(scope, value.name) ?? [];
    return declaration?.type === "import" ? declaration.value : undefined;
  }
  if (value.type !== "MemberExpression") return undefined;
  const name = memberName(value);
  const object = memberPath(value.object, scope);
  return name === undefined ? undefined : object && { ...object, path: [...object.path, name] };
}

/** The text that an expression is, where it is constant. */
export function textOf(expression: Expression, scope: Scope): string | undefined {
  const [only, ...rest] = valuesOf(expression, scope) ?? [];
  if (only === undefined || rest.length > 0) return undefined;
  const value = only.expression;
  if (value.type === "Literal") return typeof value.value === "string" ? value.value : undefined;
  if (value.type !== "TemplateLiteral" || value.expressions.length > 0) return undefined;
  return value.quasis[0]?.value.cooked ?? undefined;
}

/** The property that a member expression asks for; undefined where it is computed. */
export function memberName(member: {
  readonly property: Expression | { readonly type: string };
  readonly computed: boolean;
}): string | undefined {
  const { property, computed } = member;
  if (property.type === "Literal") return String((property as { value?: unknown }).value);
  return property.type === "Identifier" && !computed
    ? (property as { name: string }).name
    : undefined;
}

/** What an expression is in the end, through names and properties. */
function valuesOf(
  expression: Expression,
  scope: Scope,
  depth = 0,
): readonly PlacedExpression[] | undefined {
  const value = unwrapped(expression);
  if (value.type !== "Identifier" && value.type !== "MemberExpression")
    return [{ expression: value, scope }];
  // A constant that refers to itself has no value either.
  if (depth > 10) return undefined;
  const meant = constantOf(value, scope)?.map(({ expression: next, scope: own }) =>
    valuesOf(next, own, depth + 1),
  );
  return meant?.every((values) => values !== undefined) ? meant.flat() : undefined;
}
