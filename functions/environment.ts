/** The only place that reads environment variables: each function names what it needs and fails at its start without it. */

export class VariableMissing extends Error {
  override readonly name = "VariableMissing";
  constructor(variable: string) {
    super(
      `The environment variable ${variable} is not set: the CDK stack sets it for every function that needs it.`,
    );
  }
}

export function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new VariableMissing(name);
  return value;
}

export const optionalVariable = (name: string): string | null => process.env[name] || null;
