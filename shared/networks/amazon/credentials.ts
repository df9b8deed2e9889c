/** What an Associate enters: the Creators API's credentials. Keys of the Product Advertising API are told apart. */
import * as z from "zod";
import type { CredentialField } from "../adapter.ts";
import { MARKETPLACES, REGION_OF_VERSION } from "./marketplaces.ts";

const WHERE = "Associates Central > Tools > CreatorsAPI > Create App > Add New Credential";
const RETIRED =
  "is an access key of the Product Advertising API (PA-API 5), which Amazon ended on 2026-05-15: its keys do not work any more and cannot be converted. " +
  `Create a credential of the Creators API instead: ${WHERE}`;

export const amazonCredentials = z
  .strictObject({
    credentialId: z
      .string()
      .trim()
      .min(1)
      .refine((id) => !/^A[KS]IA[A-Z0-9]{12,}$/.test(id), RETIRED),
    credentialSecret: z.string().trim().min(1),
    credentialVersion: z.enum(Object.keys(REGION_OF_VERSION) as [string, ...string[]], {
      error: `must be the version that was issued with the credential: ${Object.keys(REGION_OF_VERSION).join(", ")}`,
    }),
    partnerTag: z
      .string()
      .trim()
      .regex(/^[\w-]+-\d{2}$/, "must be a store ID or tracking ID such as example-21"),
    marketplace: z.enum(Object.keys(MARKETPLACES) as [string, ...string[]], {
      error: `must be one of ${Object.keys(MARKETPLACES).join(", ")}`,
    }),
  })
  .superRefine(({ credentialVersion, marketplace }, context) => {
    const [issued, needed] = [REGION_OF_VERSION[credentialVersion], MARKETPLACES[marketplace]?.region];
    if (issued === needed) return;
    context.addIssue({
      code: "custom",
      path: ["marketplace"],
      message: `is of the region ${needed ?? "?"}, and a credential of version ${credentialVersion} is for ${issued ?? "?"}: create one in that region's Associates Central`,
    });
  });
export type AmazonCredentials = z.output<typeof amazonCredentials>;

export const credentialFields: readonly CredentialField[] = [
  {
    name: "credentialId",
    label: "Credential ID",
    secret: true,
    required: true,
    help: `${WHERE}. Access keys of PA-API 5 do not work.`,
  },
  {
    name: "credentialSecret",
    label: "Credential Secret",
    secret: true,
    required: true,
    help: `${WHERE}: shown once.`,
  },
  {
    name: "credentialVersion",
    label: "Version",
    secret: false,
    required: true,
    help: `${WHERE}: exactly as it was issued, such as 3.2.`,
  },
  {
    name: "partnerTag",
    label: "Partner tag",
    secret: false,
    required: true,
    help: "Your store ID or a tracking ID of this marketplace: Associates Central > Account settings > Manage tracking IDs, such as example-21.",
  },
  {
    name: "marketplace",
    label: "Marketplace",
    secret: false,
    required: true,
    help: "The marketplace that the tag belongs to, such as www.amazon.de. It has to be in the region that the credential was issued for.",
  },
];

export const REMEDY = {
  credential: `Amazon refused credentialId and credentialSecret (or credentialVersion is not theirs). Compare them with ${WHERE}.`,
  version: `Amazon refused the token: credentialVersion is not that of this credential, or it was issued in another region. Compare it with ${WHERE}.`,
  tag: "Amazon refused partnerTag: it is no tracking ID of this account and marketplace. Compare it with Associates Central > Account settings > Manage tracking IDs.",
  eligible:
    "Amazon says that this Associate is not eligible (credentialId is good): the Creators API asks for 10 qualified sales in the last 30 days in the marketplace. Access comes back about two days after new sales have shipped.",
} as const;
