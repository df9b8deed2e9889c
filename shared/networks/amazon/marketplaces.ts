/** Amazon's marketplaces: which credentials reach them, and what they say of country and currency. */

/** The second part of a credential's version tells its region. */
export const REGION_OF_VERSION: Readonly<Record<string, "NA" | "EU" | "FE">> = {
  "2.1": "NA",
  "3.1": "NA",
  "2.2": "EU",
  "3.2": "EU",
  "2.3": "FE",
  "3.3": "FE",
};

export interface Marketplace {
  readonly region: "NA" | "EU" | "FE";
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

export const MARKETPLACES: Readonly<Record<string, Marketplace>> = {
  "www.amazon.com": { region: "NA", country: "US" },
  "www.amazon.ca": { region: "NA", country: "CA" },
  "www.amazon.com.mx": { region: "NA", country: "MX" },
  "www.amazon.com.br": { region: "NA", country: "BR" },
  "www.amazon.co.uk": { region: "EU", country: "GB" },
  "www.amazon.de": { region: "EU", country: "DE" },
  "www.amazon.fr": { region: "EU", country: "FR" },
  "www.amazon.it": { region: "EU", country: "IT" },
  "www.amazon.es": { region: "EU", country: "ES" },
  "www.amazon.nl": { region: "EU", country: "NL" },
  "www.amazon.com.be": { region: "EU", country: "BE" },
  "www.amazon.pl": { region: "EU", country: "PL" },
  "www.amazon.se": { region: "EU", country: "SE" },
  "www.amazon.ie": { region: "EU", country: "IE" },
  "www.amazon.com.tr": { region: "EU", country: "TR" },
  "www.amazon.eg": { region: "EU", country: "EG" },
  "www.amazon.sa": { region: "EU", country: "SA" },
  "www.amazon.ae": { region: "EU", country: "AE" },
  "www.amazon.in": { region: "EU", country: "IN" },
  "www.amazon.co.jp": { region: "FE", country: "JP" },
  "www.amazon.com.au": { region: "FE", country: "AU" },
  "www.amazon.sg": { region: "FE", country: "SG" },
};

export const countryOf = (marketplace: string): string | null => MARKETPLACES[marketplace]?.country ?? null;
