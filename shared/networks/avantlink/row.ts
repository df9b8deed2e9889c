/** Rows of AvantLink's tables, whose columns have three spellings: "Product Name", Product_Name and strProductName. */

/** Internal names, which ProductSearch uses in JSON. */
const INTERNAL: Readonly<Record<string, string>> = {
  "product id": "lngproductid",
  "merchant id": "lngmerchantid",
  "merchant name": "strmerchantname",
  "product sku": "strproductsku",
  "product name": "strproductname",
  "brand name": "strbrandname",
  "retail price": "dblproductprice",
  "sale price": "dblproductsaleprice",
  "price discount percent": "dblproductonsalepercent",
  "thumbnail image": "strthumbnailimage",
  "medium image": "strmediumimage",
  "large image": "strlargeimage",
  "buy url": "strbuyurl",
  "product url": "strproducturl",
  "abbreviated description": "txtabbreviateddescription",
  "short description": "txtshortdescription",
  description: "txtlongdescription",
  "department name": "strdepartmentname",
  "category name": "strcategoryname",
  "subcategory name": "strsubcategoryname",
};

/** A row's values by label, whatever the spelling. */
export class Row {
  readonly #values = new Map<string, string>();

  constructor(fields: Readonly<Record<string, unknown>>) {
    for (const [name, value] of Object.entries(fields)) {
      const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
      if (text !== "") this.#values.set(name.toLowerCase().replaceAll("_", " "), text);
    }
  }

  /** @param label as AvantLink's help has it, in lower case */
  get(label: string): string | null {
    const internal = INTERNAL[label];
    return this.#values.get(label) ?? (internal === undefined ? null : (this.#values.get(internal) ?? null));
  }
}

/** "$1,299.95", "1299.95", "(12.00)" → "1299.95"; null for an empty, zero or negative amount. */
export function amountOf(text: string | null): string | null {
  const digits = (text ?? "").replace(/[$,\s]/g, "");
  return /^\d+(?:\.\d+)?$/.test(digits) && Number(digits) > 0 ? digits : null;
}

/** AvantLink's dates as ISO: `MM/DD/YYYY` and `MM-DD-YYYY` occur beside `YYYY-MM-DD`; "ongoing" has no end. */
export function isoDate(text: string | null): string | null {
  if (text === null || /^ongoing$/i.test(text)) return null;
  return text.replace(/^(\d\d)[/-](\d\d)[/-](\d{4})(?=\s|$)/, "$3-$1-$2");
}
