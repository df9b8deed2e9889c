/** What can be wrong with a template, a data directory or an engine, said so that the reader knows what to do. */

export class CloudError extends Error {
  override readonly name: string = "CloudError";
}

/** The template is malformed, or asks for something that CloudFormation would refuse too. */
export class TemplateError extends CloudError {
  override readonly name = "TemplateError";
}

/** A resource whose type the local cloud neither runs nor knows to be safe to leave out. */
export class UnsupportedResource extends CloudError {
  override readonly name = "UnsupportedResource";
  readonly logicalId: string;
  readonly resourceType: string;

  constructor(logicalId: string, resourceType: string, advice?: string) {
    super(
      `${logicalId} is a ${resourceType}, which the local cloud does not run. ` +
        (advice ??
          "Teach it the type in local/cloud/template/run-types.ts (and a maker), list it in inert-types.ts with the reason, or take it out of the stack."),
    );
    this.logicalId = logicalId;
    this.resourceType = resourceType;
  }
}

/** A property that would change how a resource behaves and is not emulated. */
export class UnsupportedProperty extends CloudError {
  override readonly name = "UnsupportedProperty";

  constructor(logicalId: string, resourceType: string, property: string, advice: string) {
    super(
      `${logicalId} (${resourceType}) sets ${property}, which the local cloud does not emulate. ${advice}`,
    );
  }
}

/** Another process works on the same data directory. */
export class DataDirLocked extends CloudError {
  override readonly name = "DataDirLocked";
}

/** An embedded engine could not be found, started or reached. */
export class EngineFailed extends CloudError {
  override readonly name = "EngineFailed";
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
