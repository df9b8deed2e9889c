/** Sovrn's markets and categories. */

/** Currency and language, as the path of a price comparison has them. */
export const MARKETS = [
  "usd_en",
  "gbp_en",
  "aud_en",
  "cad_en",
  "eur_de",
  "eur_it",
  "eur_fr",
  "eur_es",
  "eur_nl",
  "chf_de",
] as const;
export type Market = (typeof MARKETS)[number];

export const CATEGORIES: Readonly<Record<string, string>> = {
  CE: "Consumer Electronics",
  AU: "Automotive",
  FS: "Fashion & Accessories",
  HB: "Health & Beauty",
  RU: "Real Estate",
  AE: "Art & Entertainment",
  SF: "Sports & Fitness",
  SH: "Self-Help",
  TV: "Travel",
  FI: "Financial Services",
  PT: "Pets",
  CM: "Cell Phones & Mobile",
  BK: "News, Books & Magazines",
  ED: "Education",
  OT: "Other",
  DT: "Dating",
  MM: "Music",
  FD: "Food & Drink",
  HG: "Home & Garden",
  AG: "Adult & Gambling",
  CA: "Career",
  CB: "Collectibles",
  EM: "Online Services",
  FB: "Family & Baby",
  FH: "Firearms & Hunting",
  GM: "Gaming",
  JW: "Jewelry & Watches",
  LF: "Lifestyle",
  MP: "Motorcycles",
  SP: "Shopping & Coupons",
  HO: "Toys & Hobbies",
  CP: "Cameras & Photo",
  UN: "Undefined",
};

/** Left out unless they are asked for. */
export const SENSITIVE = new Set(["AG", "FH"]);
