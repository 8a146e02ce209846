import { expect, it } from "vitest";
import type { Signature } from "../../src/signatures/schema/signature.ts";
import { readExports, signatureIn } from "./project.ts";

const greet = `
  console.log(\`Hello \${name}, glad you are \${age} in \${location}!\`);
`;

/** A signature as the API has it. */
function asTool({ name, description, parameters }: Signature): object {
  const properties = Object.fromEntries(parameters.map((each) => [each.name, each.schema]));
  const required = parameters.filter((each) => each.required).map((each) => each.name);
  return {
    type: "function",
    function: { name, description, parameters: { type: "object", properties, required } },
  };
}

it("reads the function of Swarm's documentation as it is shown there", () => {
  const { "greet.ts": read } = readExports({
    "greet.ts": `
/**
 * Greets the user. Make sure to get their name and age before calling.
 *
 * Args:
 *    name: Name of the user.
 *    age: Age of the user.
 *    location: Best place on earth.
 *
 * @param {integer} age
 */
export function greet(name, age: number, location: string = "New York") {${greet}}`,
  });
  expect(asTool(signatureIn(read, "greet"))).toEqual({
    type: "function",
    function: {
      name: "greet",
      description:
        "Greets the user. Make sure to get their name and age before calling.\n\nArgs:\n   name: Name of the user.\n   age: Age of the user.\n   location: Best place on earth.",
      parameters: {
        type: "object",
        properties: {
          name: { type: "string" },
          age: { type: "integer" },
          location: { type: "string" },
        },
        required: ["name", "age"],
      },
    },
  });
});

it("reads the same function with what JSDoc adds: descriptions of the parameters", () => {
  const { "greet.ts": read } = readExports({
    "greet.ts": `
/**
 * Greets the user. Make sure to get their name and age before calling.
 *
 * @param name Name of the user.
 * @param {integer} age - Age of the user.
 * @param location Best place on earth.
 */
export function greet(name: string, age: number, location = "New York") {${greet}}`,
  });
  expect(read?.["greet"]).toMatchInlineSnapshot(`
    {
      "call": "positional",
      "description": "Greets the user. Make sure to get their name and age before calling.",
      "name": "greet",
      "parameters": [
        {
          "dates": false,
          "name": "name",
          "required": true,
          "schema": {
            "description": "Name of the user.",
            "type": "string",
          },
        },
        {
          "dates": false,
          "name": "age",
          "required": true,
          "schema": {
            "description": "Age of the user.",
            "type": "integer",
          },
        },
        {
          "dates": false,
          "name": "location",
          "required": false,
          "schema": {
            "description": "Best place on earth.",
            "type": "string",
          },
        },
      ],
    }
  `);
});
