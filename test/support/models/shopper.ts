import { notifications } from "./shopper/notifications.ts";
import { refunds } from "./shopper/refunds.ts";
import { routes } from "./shopper/routes.ts";
import { sales } from "./shopper/sales.ts";
import { scriptedModel, type Model } from "./scripted-model.ts";

/** A model that knows the conversations of the shopper suite. */
export function shopperModel(): Model {
  return scriptedModel("shopper", { ...routes, ...sales, ...refunds, ...notifications });
}
