/** The marketplaces that the Partner Network serves: where each delivers, and in which language its listings are. */

export interface Marketplace {
  readonly country: string;
  /** Null where a marketplace has several. */
  readonly language: string | null;
  readonly domain: string;
}

export const MARKETPLACES: Readonly<Record<string, Marketplace>> = {
  EBAY_US: { country: "US", language: "en", domain: "ebay.com" },
  EBAY_MOTORS_US: { country: "US", language: "en", domain: "ebay.com" },
  EBAY_CA: { country: "CA", language: null, domain: "ebay.ca" },
  EBAY_GB: { country: "GB", language: "en", domain: "ebay.co.uk" },
  EBAY_AU: { country: "AU", language: "en", domain: "ebay.com.au" },
  EBAY_DE: { country: "DE", language: "de", domain: "ebay.de" },
  EBAY_AT: { country: "AT", language: "de", domain: "ebay.at" },
  EBAY_CH: { country: "CH", language: "de", domain: "ebay.ch" },
  EBAY_FR: { country: "FR", language: "fr", domain: "ebay.fr" },
  EBAY_IT: { country: "IT", language: "it", domain: "ebay.it" },
  EBAY_ES: { country: "ES", language: "es", domain: "ebay.es" },
  EBAY_NL: { country: "NL", language: "nl", domain: "ebay.nl" },
  EBAY_BE: { country: "BE", language: null, domain: "ebay.be" },
  EBAY_IE: { country: "IE", language: "en", domain: "ebay.ie" },
  EBAY_PL: { country: "PL", language: "pl", domain: "ebay.pl" },
  EBAY_HK: { country: "HK", language: null, domain: "ebay.com.hk" },
  EBAY_SG: { country: "SG", language: "en", domain: "ebay.com.sg" },
};

export const marketplaceOf = (id: string): Marketplace => {
  const known = MARKETPLACES[id];
  if (!known) throw new Error(`no such marketplace: ${id}`);
  return known;
};
