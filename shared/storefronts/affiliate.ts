/**
 * A partner's links. Shop systems have no affiliate programme of their own: a plugin or a service decides what the link
 * looks like, so its parameter comes from the settings and is never guessed.
 */
import * as z from "zod";
import { withParameter } from "../networks/kit/links.ts";

export interface Affiliate {
  /** The name of the parameter ("ref"). */
  readonly param: string;
  /** The partner's id or name in the shop's programme. */
  readonly value: string;
  readonly subIdParam?: string | undefined;
  /** `path`: `…/ref/1234/` in place of `…?ref=1234`. */
  readonly style?: "query" | "path" | undefined;
}

export interface LinkSettings {
  readonly affiliate: Affiliate | null;
  readonly subId: string | undefined;
}

const parameterName = z
  .string()
  .trim()
  .regex(/^[\w.-]{1,64}$/, "the name of a query parameter, such as ref");
const partnerValue = z
  .string()
  .trim()
  .regex(
    /^[^\s/?#&]{1,200}$/,
    "the partner's id or name as the dashboard shows it, without the rest of the link",
  );

export const subIdSetting = z
  .string()
  .trim()
  .regex(/^[\w.-]{1,100}$/, "letters, digits, dots, hyphens and underscores only")
  .optional()
  .describe("Sub-id that is put on every tracking link; the name of its parameter has to be set too.");

const SUB_ID_PARAM = "Parameter of the sub-id, where the shop's affiliate system has one.";

/** Settings of a shop of any system. */
export const affiliateSettings = {
  affiliate: z
    .strictObject({
      param: parameterName.describe("Name of the affiliate parameter, such as ref."),
      value: partnerValue.describe("Your id or name in the shop's affiliate programme."),
      subIdParam: parameterName.optional().describe(SUB_ID_PARAM),
      style: z
        .enum(["query", "path"])
        .default("query")
        .describe("query: …?ref=1234. path: …/ref/1234/, as AffiliateWP's pretty URLs."),
    })
    .optional()
    .describe(
      "How your links look: copy the parameter from the affiliate dashboard. Without it links lead to the plain product page and count for nobody.",
    ),
  subId: subIdSetting,
};

/** The same as single settings, for marketplaces whose links are known to be a parameter. */
export const affiliateFields = {
  affiliateParam: parameterName
    .optional()
    .describe(
      "Name of the affiliate parameter, copied from a link of your affiliate dashboard. Without it links lead to the plain page and count for nobody.",
    ),
  affiliateValue: partnerValue.optional().describe("Value of the affiliate parameter: your id or name."),
  subIdParam: parameterName.optional().describe(SUB_ID_PARAM),
  subId: subIdSetting,
};

interface AffiliateFields {
  readonly affiliateParam?: string | undefined;
  readonly affiliateValue?: string | undefined;
  readonly subIdParam?: string | undefined;
  readonly subId?: string | undefined;
}

export function linkSettings({
  affiliateParam,
  affiliateValue,
  subIdParam,
  subId,
}: AffiliateFields): LinkSettings {
  const isSet = affiliateParam !== undefined && affiliateValue !== undefined;
  return { affiliate: isSet ? { param: affiliateParam, value: affiliateValue, subIdParam } : null, subId };
}

/** For `superRefine`: halves of a link, and a sub-id that would get lost. */
export function checkFields(fields: AffiliateFields, context: z.core.$RefinementCtx): void {
  const { affiliateParam, affiliateValue } = fields;
  if ((affiliateParam === undefined) !== (affiliateValue === undefined)) {
    const missing = affiliateParam === undefined ? "affiliateParam" : "affiliateValue";
    context.addIssue({ code: "custom", path: [missing], message: "is needed too: a link has both" });
  }
  if (fields.subId !== undefined && (affiliateParam === undefined || fields.subIdParam === undefined)) {
    context.addIssue({
      code: "custom",
      path: ["subId"],
      message: "needs affiliateParam, affiliateValue and subIdParam: else no link carries it",
    });
  }
}

/** For `superRefine`: a sub-id that would get lost. */
export function checkAffiliate(
  settings: { readonly affiliate?: Affiliate | undefined; readonly subId?: string | undefined },
  context: z.core.$RefinementCtx,
): void {
  if (settings.subId === undefined || settings.affiliate?.subIdParam !== undefined) return;
  context.addIssue({
    code: "custom",
    path: ["subId"],
    message: "needs affiliate.subIdParam: else no link carries it",
  });
}

/**
 * The page's address with the partner's parameter, and with the sub-id where it has one. Without an affiliate it stays
 * what it is: an offer has to lead somewhere, and a made-up parameter would count for nobody either.
 */
export function trackingLink(page: string, { affiliate, subId }: LinkSettings): string {
  if (affiliate === null) return page;
  const { param, value, subIdParam, style } = affiliate;
  const link = style === "path" ? withSegments(page, param, value) : withParameter(page, param, value);
  return subIdParam === undefined ? link : withParameter(link, subIdParam, subId);
}

function withSegments(page: string, param: string, value: string): string {
  const [, address = "", rest = ""] = /^([^?#]*)(.*)$/s.exec(page) ?? [];
  return `${address.replace(/\/+$/, "")}/${param}/${encodeURIComponent(value)}/${rest}`;
}
