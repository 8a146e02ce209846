import { barrels } from "./barrels.ts";
import { classes } from "./classes.ts";
import { commonjs } from "./commonjs.ts";
import { enums } from "./enums.ts";
import { extending } from "./extending.ts";
import { jsx } from "./jsx.ts";
import { monorepo } from "./monorepo.ts";
import { nest } from "./nest.ts";
import { nodenext } from "./nodenext.ts";
import { zod } from "./zod.ts";

/** The projects that whatever loads TypeScript here is tried on, by what is peculiar to them. */
export const SHAPES = {
  barrels,
  classes,
  commonjs,
  enums,
  extending,
  jsx,
  monorepo,
  nest,
  nodenext,
  zod,
};
