/** Made-up shops and goods in the languages that networks really carry. All domains end in .example. */

export interface Shop {
  readonly name: string;
  readonly domain: string;
  readonly country: string;
  readonly countryName: string;
  readonly language: string;
  readonly currency: string;
}

interface Market {
  readonly country: string;
  readonly countryName: string;
  readonly language: string;
  readonly currency: string;
  readonly shops: readonly string[];
}

const MARKETS: readonly Market[] = [
  {
    country: "DE",
    countryName: "Germany",
    language: "de",
    currency: "EUR",
    shops: [
      "Nordlicht Outdoor",
      "Küchenglück",
      "Gräfin & Söhne Möbel",
      "Tierfreund24",
      "Blütenzauber",
      "Radwerk",
      "Schuhhaus Lindner",
      "Büchereule",
    ],
  },
  {
    country: "FR",
    countryName: "France",
    language: "fr",
    currency: "EUR",
    shops: [
      "Maison d'Été",
      "Le Petit Café",
      "Forêt Enchantée",
      "Vélo Liberté",
      "Jardin de Léa",
      "Crème Brûlée Cuisine",
      "Pas à Pas Chaussures",
      "Librairie du Coin",
    ],
  },
  {
    country: "GB",
    countryName: "United Kingdom",
    language: "en",
    currency: "GBP",
    shops: [
      "Harbour & Pine",
      "Wellington Boots Co",
      "The Tea Cabinet",
      "Little Acorn Toys",
      "Camden Cycles",
      "Moorland Outfitters",
      "Page & Quill",
      "Brightside Lighting",
    ],
  },
  {
    country: "PL",
    countryName: "Poland",
    language: "pl",
    currency: "PLN",
    shops: [
      "Zielony Ogród",
      "Świat Książek",
      "Góralskie Buty",
      "Łąka Kwiatów",
      "Rower i Ścieżka",
      "Kuchnia Babci",
      "Dom Pełen Światła",
      "Żaglówka",
    ],
  },
  {
    country: "AE",
    countryName: "United Arab Emirates",
    language: "ar",
    currency: "AED",
    shops: ["متجر الواحة", "بيت القهوة", "دار الكتب", "أناقة الخليج"],
  },
  {
    country: "US",
    countryName: "United States",
    language: "en",
    currency: "USD",
    shops: ["Cedar Ridge Supply", "Blue Heron Books", "Prairie Pantry", "Summit & Sole"],
  },
];

const PLAIN: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss", ł: "l", Ł: "l" };

function slug(name: string, place: number): string {
  const letters = name
    .replace(/[äöüßłŁ]/g, (letter) => PLAIN[letter] ?? letter)
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return letters === "" ? `shop-${place}` : letters;
}

export const SHOPS: readonly Shop[] = MARKETS.flatMap(({ shops, ...market }) =>
  shops.map((name, place) => ({ ...market, name, domain: `${slug(name, place + 1)}.example` })),
);

/** Goods by language, each with a category of its own. */
export const GOODS: Readonly<Record<string, readonly (readonly [name: string, category: string])[]>> = {
  de: [
    ["Wanderstiefel", "Schuhe > Wandern"],
    ["Kaffeemühle", "Küche > Kaffee"],
    ["Daunenjacke für Frühaufsteher", "Mode > Jacken"],
    ["Stehlampe „Mondschein“", "Wohnen > Leuchten"],
    ["Gemüsehobel", "Küche > Geräte"],
    ["Trekkingrad", "Sport > Fahrräder"],
  ],
  fr: [
    ["Chaussures de randonnée", "Chaussures > Randonnée"],
    ["Théière en grès", "Cuisine > Thé"],
    ["Veste d'hiver doublée", "Mode > Vestes"],
    ["Lampe de chevet", "Maison > Éclairage"],
    ["Râpe à légumes", "Cuisine > Ustensiles"],
    ["Vélo de ville", "Sport > Vélos"],
  ],
  en: [
    ["Hiking boots", "Shoes > Hiking"],
    ["Burr coffee grinder", "Kitchen > Coffee"],
    ["Down jacket", "Fashion > Jackets"],
    ["Floor lamp", "Home > Lighting"],
    ["Mandoline slicer", "Kitchen > Tools"],
    ["Touring bike", "Sports > Bikes"],
  ],
  pl: [
    ["Buty trekkingowe", "Obuwie > Trekking"],
    ["Młynek do kawy", "Kuchnia > Kawa"],
    ["Kurtka puchowa", "Moda > Kurtki"],
    ["Lampa stojąca", "Dom > Oświetlenie"],
    ["Krajalnica do warzyw", "Kuchnia > Akcesoria"],
    ["Rower miejski", "Sport > Rowery"],
  ],
  ar: [
    ["حذاء للمشي", "أحذية"],
    ["مطحنة قهوة", "المطبخ"],
    ["سترة شتوية", "أزياء"],
    ["مصباح أرضي", "المنزل"],
  ],
};

export const BRANDS = [
  "Fjellvik",
  "Oro & Co",
  "Nimbus",
  "Łucznik",
  "Émile",
  "Hoshi 星",
  "Arbor",
  "Tundra",
] as const;
export const COLOURS = ["sand", "anthracite", "ocean", "moss", "rosé", "amber"] as const;
