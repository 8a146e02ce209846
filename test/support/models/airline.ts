import { bags } from "./airline/bags.ts";
import { cancellations } from "./airline/cancellations.ts";
import { changes } from "./airline/changes.ts";
import { routes } from "./airline/routes.ts";
import { scriptedModel, type Model } from "./scripted-model.ts";

/** A model that knows the conversations of the airline suite. */
export function airlineModel(): Model {
  return scriptedModel("airline", { ...routes, ...cancellations, ...changes, ...bags });
}
