import type {
  ArrayPattern,
  BindingIdentifier,
  Expression,
  FormalParameterRest,
  ObjectPattern,
  ParamPattern,
} from "oxc-parser";

/** A parameter without its default value: a name, or what takes its place. */
type ParameterPattern = BindingIdentifier | ObjectPattern | ArrayPattern | FormalParameterRest;

/** A parameter as it stands in the source. */
export interface ParameterNode {
  readonly pattern: ParameterPattern;
  readonly initial: Expression | undefined;
  /** Whether it is written with a question mark. */
  readonly optional: boolean;
}

/** The parameters of a function in order, without TypeScript's `this`. */
export function parametersOf(params: readonly ParamPattern[]): ParameterNode[] {
  return params
    .map(parameterNode)
    .filter(({ pattern }) => pattern.type !== "Identifier" || pattern.name !== "this");
}

/** Whether the context variables are put in the place of a parameter. */
export function isContextVariables({ pattern }: ParameterNode): boolean {
  return pattern.type === "Identifier" && pattern.name === "contextVariables";
}

function parameterNode(param: ParamPattern): ParameterNode {
  const node = param.type === "TSParameterProperty" ? param.parameter : param;
  if (node.type !== "AssignmentPattern")
    return { pattern: node, initial: undefined, optional: Boolean(node.optional) };
  return { pattern: node.left as ParameterPattern, initial: node.right, optional: false };
}
