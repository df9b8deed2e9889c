/** How a source wants a shop's products to be read. */
import type { LinkSettings } from "../affiliate.ts";
import type { SellerSettings } from "../merchant.ts";

export interface ShopifyReading extends SellerSettings {
  /** Where the product pages are, if not where the list is. */
  readonly publicBase: string;
  readonly kind: "PRODUCT" | "DEAL";
  readonly links: LinkSettings;
  /** Product types that are no offers, in lower case: gift cards are ordinary products here. */
  readonly excludedTypes: ReadonlySet<string>;
}
