import { bags } from "./airline-model/bags.ts";
import { cancellations } from "./airline-model/cancellations.ts";
import { changes } from "./airline-model/changes.ts";
import { routes } from "./airline-model/routes.ts";
import { scriptedModel } from "./scripted-model.ts";
import type { Model } from "./scripted-model.ts";

/** A model that knows the conversations of the airline suite. */
export function airlineModel(): Model {
  return scriptedModel("airline", { ...routes, ...cancellations, ...changes, ...bags });
}
