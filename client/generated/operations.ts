// Written by `npm run generate` from graphql/schema.graphql and client/operations. Do not edit.
import { TypedDocumentString } from "../document.ts";
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> =
  T | { [P in keyof T]?: P extends " $fragmentName" | "__typename" ? T[P] : never };
import type * as Types from "./schema.ts";

export type MoneyFieldsFragment = { readonly amount: string; readonly currency: string };

export type OfferFieldsFragment = {
  readonly id: string;
  readonly sourceId: string;
  readonly networkId: string;
  readonly sourceOfferId: string;
  readonly kind: Types.OfferKind;
  readonly status: Types.OfferStatus;
  readonly title: string;
  readonly description: string | null;
  readonly url: string | null;
  readonly trackingUrl: string;
  readonly images: ReadonlyArray<string>;
  readonly couponCode: string | null;
  readonly restrictions: ReadonlyArray<string>;
  readonly availability: Types.Availability;
  readonly joinStatus: Types.JoinStatus;
  readonly categories: ReadonlyArray<string>;
  readonly tags: ReadonlyArray<string>;
  readonly countries: ReadonlyArray<string>;
  readonly languages: ReadonlyArray<string>;
  readonly gtin: string | null;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly version: number;
  readonly firstSeenAt: string;
  readonly changedAt: string;
  readonly lastSeenAt: string | null;
  readonly lastVerifiedAt: string | null;
  readonly sandbox: boolean;
  readonly disclosure: string | null;
  readonly overriddenFields: ReadonlyArray<string>;
  readonly merchant: { readonly id: string; readonly name: string; readonly domain: string | null } | null;
  readonly price: { readonly amount: string; readonly currency: string } | null;
  readonly originalPrice: { readonly amount: string; readonly currency: string } | null;
  readonly discount: {
    readonly type: Types.DiscountType;
    readonly value: string | null;
    readonly currency: string | null;
  } | null;
  readonly commission: {
    readonly type: Types.CommissionType;
    readonly min: string | null;
    readonly max: string | null;
    readonly currency: string | null;
    readonly basis: Types.CommissionBasis | null;
  } | null;
};

export type OfferChangeFieldsFragment = {
  readonly type: Types.ChangeType;
  readonly offerId: string;
  readonly networkId: string;
  readonly sourceId: string;
  readonly kind: Types.OfferKind;
  readonly version: number;
  readonly changedAt: string;
  readonly cursor: string | null;
  readonly offer: {
    readonly id: string;
    readonly sourceId: string;
    readonly networkId: string;
    readonly sourceOfferId: string;
    readonly kind: Types.OfferKind;
    readonly status: Types.OfferStatus;
    readonly title: string;
    readonly description: string | null;
    readonly url: string | null;
    readonly trackingUrl: string;
    readonly images: ReadonlyArray<string>;
    readonly couponCode: string | null;
    readonly restrictions: ReadonlyArray<string>;
    readonly availability: Types.Availability;
    readonly joinStatus: Types.JoinStatus;
    readonly categories: ReadonlyArray<string>;
    readonly tags: ReadonlyArray<string>;
    readonly countries: ReadonlyArray<string>;
    readonly languages: ReadonlyArray<string>;
    readonly gtin: string | null;
    readonly startsAt: string | null;
    readonly endsAt: string | null;
    readonly version: number;
    readonly firstSeenAt: string;
    readonly changedAt: string;
    readonly lastSeenAt: string | null;
    readonly lastVerifiedAt: string | null;
    readonly sandbox: boolean;
    readonly disclosure: string | null;
    readonly overriddenFields: ReadonlyArray<string>;
    readonly merchant: { readonly id: string; readonly name: string; readonly domain: string | null } | null;
    readonly price: { readonly amount: string; readonly currency: string } | null;
    readonly originalPrice: { readonly amount: string; readonly currency: string } | null;
    readonly discount: {
      readonly type: Types.DiscountType;
      readonly value: string | null;
      readonly currency: string | null;
    } | null;
    readonly commission: {
      readonly type: Types.CommissionType;
      readonly min: string | null;
      readonly max: string | null;
      readonly currency: string | null;
      readonly basis: Types.CommissionBasis | null;
    } | null;
  };
};

export type FacetFieldsFragment = {
  readonly value: string;
  readonly label: string;
  readonly count: number;
  readonly sandboxCount: number;
};

export type SyncRunFieldsFragment = {
  readonly id: string;
  readonly sourceId: string;
  readonly task: Types.SyncTask;
  readonly dryRun: boolean;
  readonly mode: Types.SyncMode;
  readonly status: Types.SyncStatus;
  readonly coverage: Types.SyncCoverage | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly fetched: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
  readonly rejected: number;
  readonly retries: number;
  readonly resumes: number;
  readonly message: string | null;
};

export type SourceFieldsFragment = {
  readonly id: string;
  readonly networkId: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly schedule: string;
  readonly hasCredentials: boolean;
  readonly sandbox: boolean;
  readonly offerCount: number;
  readonly health: Types.SourceHealth;
  readonly lagSeconds: number | null;
  readonly nextRunAt: string | null;
};

export type UserErrorFieldsFragment = {
  readonly field: ReadonlyArray<string> | null;
  readonly code: string;
  readonly message: string;
};

export type OffersQueryVariables = Exact<{
  filter?: Types.OfferFilter | null | undefined;
  orderBy?: Types.OfferOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;

export type OffersQuery = {
  readonly offers: {
    readonly nodes: ReadonlyArray<{
      readonly id: string;
      readonly sourceId: string;
      readonly networkId: string;
      readonly sourceOfferId: string;
      readonly kind: Types.OfferKind;
      readonly status: Types.OfferStatus;
      readonly title: string;
      readonly description: string | null;
      readonly url: string | null;
      readonly trackingUrl: string;
      readonly images: ReadonlyArray<string>;
      readonly couponCode: string | null;
      readonly restrictions: ReadonlyArray<string>;
      readonly availability: Types.Availability;
      readonly joinStatus: Types.JoinStatus;
      readonly categories: ReadonlyArray<string>;
      readonly tags: ReadonlyArray<string>;
      readonly countries: ReadonlyArray<string>;
      readonly languages: ReadonlyArray<string>;
      readonly gtin: string | null;
      readonly startsAt: string | null;
      readonly endsAt: string | null;
      readonly version: number;
      readonly firstSeenAt: string;
      readonly changedAt: string;
      readonly lastSeenAt: string | null;
      readonly lastVerifiedAt: string | null;
      readonly sandbox: boolean;
      readonly disclosure: string | null;
      readonly overriddenFields: ReadonlyArray<string>;
      readonly merchant: {
        readonly id: string;
        readonly name: string;
        readonly domain: string | null;
      } | null;
      readonly price: { readonly amount: string; readonly currency: string } | null;
      readonly originalPrice: { readonly amount: string; readonly currency: string } | null;
      readonly discount: {
        readonly type: Types.DiscountType;
        readonly value: string | null;
        readonly currency: string | null;
      } | null;
      readonly commission: {
        readonly type: Types.CommissionType;
        readonly min: string | null;
        readonly max: string | null;
        readonly currency: string | null;
        readonly basis: Types.CommissionBasis | null;
      } | null;
    }>;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
};

export type OfferCountQueryVariables = Exact<{
  filter?: Types.OfferFilter | null | undefined;
}>;

export type OfferCountQuery = { readonly offers: { readonly totalCount: number } };

export type OfferQueryVariables = Exact<{
  id: string;
}>;

export type OfferQuery = {
  readonly offer: {
    readonly id: string;
    readonly sourceId: string;
    readonly networkId: string;
    readonly sourceOfferId: string;
    readonly kind: Types.OfferKind;
    readonly status: Types.OfferStatus;
    readonly title: string;
    readonly description: string | null;
    readonly url: string | null;
    readonly trackingUrl: string;
    readonly images: ReadonlyArray<string>;
    readonly couponCode: string | null;
    readonly restrictions: ReadonlyArray<string>;
    readonly availability: Types.Availability;
    readonly joinStatus: Types.JoinStatus;
    readonly categories: ReadonlyArray<string>;
    readonly tags: ReadonlyArray<string>;
    readonly countries: ReadonlyArray<string>;
    readonly languages: ReadonlyArray<string>;
    readonly gtin: string | null;
    readonly startsAt: string | null;
    readonly endsAt: string | null;
    readonly version: number;
    readonly firstSeenAt: string;
    readonly changedAt: string;
    readonly lastSeenAt: string | null;
    readonly lastVerifiedAt: string | null;
    readonly sandbox: boolean;
    readonly disclosure: string | null;
    readonly overriddenFields: ReadonlyArray<string>;
    readonly merchant: { readonly id: string; readonly name: string; readonly domain: string | null } | null;
    readonly price: { readonly amount: string; readonly currency: string } | null;
    readonly originalPrice: { readonly amount: string; readonly currency: string } | null;
    readonly discount: {
      readonly type: Types.DiscountType;
      readonly value: string | null;
      readonly currency: string | null;
    } | null;
    readonly commission: {
      readonly type: Types.CommissionType;
      readonly min: string | null;
      readonly max: string | null;
      readonly currency: string | null;
      readonly basis: Types.CommissionBasis | null;
    } | null;
  } | null;
};

export type OfferFacetsQueryVariables = Exact<{
  filter?: Types.OfferFilter | null | undefined;
  first?: number | null | undefined;
}>;

export type OfferFacetsQuery = {
  readonly offerFacets: {
    readonly exact: boolean;
    readonly networks: ReadonlyArray<{
      readonly value: string;
      readonly label: string;
      readonly count: number;
      readonly sandboxCount: number;
    }>;
    readonly sources: ReadonlyArray<{
      readonly value: string;
      readonly label: string;
      readonly count: number;
      readonly sandboxCount: number;
    }>;
    readonly kinds: ReadonlyArray<{
      readonly value: string;
      readonly label: string;
      readonly count: number;
      readonly sandboxCount: number;
    }>;
    readonly merchants: ReadonlyArray<{
      readonly value: string;
      readonly label: string;
      readonly count: number;
      readonly sandboxCount: number;
    }>;
    readonly categories: ReadonlyArray<{
      readonly value: string;
      readonly label: string;
      readonly count: number;
      readonly sandboxCount: number;
    }>;
    readonly countries: ReadonlyArray<{
      readonly value: string;
      readonly label: string;
      readonly count: number;
      readonly sandboxCount: number;
    }>;
    readonly languages: ReadonlyArray<{
      readonly value: string;
      readonly label: string;
      readonly count: number;
      readonly sandboxCount: number;
    }>;
    readonly coupons: ReadonlyArray<{
      readonly value: string;
      readonly label: string;
      readonly count: number;
      readonly sandboxCount: number;
    }>;
    readonly prices: ReadonlyArray<{
      readonly value: string;
      readonly label: string;
      readonly count: number;
      readonly sandboxCount: number;
      readonly currency: string;
      readonly minPrice: string;
      readonly maxPrice: string | null;
    }>;
  };
};

export type SuggestQueryVariables = Exact<{
  text: string;
  first?: number | null | undefined;
}>;

export type SuggestQuery = {
  readonly suggest: ReadonlyArray<{
    readonly kind: Types.SuggestionKind;
    readonly id: string;
    readonly text: string;
    readonly close: boolean;
    readonly sandbox: boolean;
  }>;
};

export type OfferChangesQueryVariables = Exact<{
  since?: string | null | undefined;
  filter?: Types.OfferFilter | null | undefined;
  first?: number | null | undefined;
}>;

export type OfferChangesQuery = {
  readonly offerChanges: {
    readonly cursor: string;
    readonly hasMore: boolean;
    readonly nodes: ReadonlyArray<{
      readonly type: Types.ChangeType;
      readonly offerId: string;
      readonly networkId: string;
      readonly sourceId: string;
      readonly kind: Types.OfferKind;
      readonly version: number;
      readonly changedAt: string;
      readonly cursor: string | null;
      readonly offer: {
        readonly id: string;
        readonly sourceId: string;
        readonly networkId: string;
        readonly sourceOfferId: string;
        readonly kind: Types.OfferKind;
        readonly status: Types.OfferStatus;
        readonly title: string;
        readonly description: string | null;
        readonly url: string | null;
        readonly trackingUrl: string;
        readonly images: ReadonlyArray<string>;
        readonly couponCode: string | null;
        readonly restrictions: ReadonlyArray<string>;
        readonly availability: Types.Availability;
        readonly joinStatus: Types.JoinStatus;
        readonly categories: ReadonlyArray<string>;
        readonly tags: ReadonlyArray<string>;
        readonly countries: ReadonlyArray<string>;
        readonly languages: ReadonlyArray<string>;
        readonly gtin: string | null;
        readonly startsAt: string | null;
        readonly endsAt: string | null;
        readonly version: number;
        readonly firstSeenAt: string;
        readonly changedAt: string;
        readonly lastSeenAt: string | null;
        readonly lastVerifiedAt: string | null;
        readonly sandbox: boolean;
        readonly disclosure: string | null;
        readonly overriddenFields: ReadonlyArray<string>;
        readonly merchant: {
          readonly id: string;
          readonly name: string;
          readonly domain: string | null;
        } | null;
        readonly price: { readonly amount: string; readonly currency: string } | null;
        readonly originalPrice: { readonly amount: string; readonly currency: string } | null;
        readonly discount: {
          readonly type: Types.DiscountType;
          readonly value: string | null;
          readonly currency: string | null;
        } | null;
        readonly commission: {
          readonly type: Types.CommissionType;
          readonly min: string | null;
          readonly max: string | null;
          readonly currency: string | null;
          readonly basis: Types.CommissionBasis | null;
        } | null;
      };
    }>;
  };
};

export type OfferChangedSubscriptionVariables = Exact<{
  networkId?: string | null | undefined;
  sourceId?: string | null | undefined;
  kind?: Types.OfferKind | null | undefined;
  merchantId?: string | null | undefined;
  category?: string | null | undefined;
  country?: string | null | undefined;
  minDiscountPercent?: number | null | undefined;
}>;

export type OfferChangedSubscription = {
  readonly offerChanged: {
    readonly type: Types.ChangeType;
    readonly offerId: string;
    readonly networkId: string;
    readonly sourceId: string;
    readonly kind: Types.OfferKind;
    readonly version: number;
    readonly changedAt: string;
    readonly cursor: string | null;
    readonly offer: {
      readonly id: string;
      readonly sourceId: string;
      readonly networkId: string;
      readonly sourceOfferId: string;
      readonly kind: Types.OfferKind;
      readonly status: Types.OfferStatus;
      readonly title: string;
      readonly description: string | null;
      readonly url: string | null;
      readonly trackingUrl: string;
      readonly images: ReadonlyArray<string>;
      readonly couponCode: string | null;
      readonly restrictions: ReadonlyArray<string>;
      readonly availability: Types.Availability;
      readonly joinStatus: Types.JoinStatus;
      readonly categories: ReadonlyArray<string>;
      readonly tags: ReadonlyArray<string>;
      readonly countries: ReadonlyArray<string>;
      readonly languages: ReadonlyArray<string>;
      readonly gtin: string | null;
      readonly startsAt: string | null;
      readonly endsAt: string | null;
      readonly version: number;
      readonly firstSeenAt: string;
      readonly changedAt: string;
      readonly lastSeenAt: string | null;
      readonly lastVerifiedAt: string | null;
      readonly sandbox: boolean;
      readonly disclosure: string | null;
      readonly overriddenFields: ReadonlyArray<string>;
      readonly merchant: {
        readonly id: string;
        readonly name: string;
        readonly domain: string | null;
      } | null;
      readonly price: { readonly amount: string; readonly currency: string } | null;
      readonly originalPrice: { readonly amount: string; readonly currency: string } | null;
      readonly discount: {
        readonly type: Types.DiscountType;
        readonly value: string | null;
        readonly currency: string | null;
      } | null;
      readonly commission: {
        readonly type: Types.CommissionType;
        readonly min: string | null;
        readonly max: string | null;
        readonly currency: string | null;
        readonly basis: Types.CommissionBasis | null;
      } | null;
    };
  } | null;
};

export type HideOfferMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;

export type HideOfferMutation = {
  readonly hideOffer: {
    readonly offer: {
      readonly id: string;
      readonly sourceId: string;
      readonly networkId: string;
      readonly sourceOfferId: string;
      readonly kind: Types.OfferKind;
      readonly status: Types.OfferStatus;
      readonly title: string;
      readonly description: string | null;
      readonly url: string | null;
      readonly trackingUrl: string;
      readonly images: ReadonlyArray<string>;
      readonly couponCode: string | null;
      readonly restrictions: ReadonlyArray<string>;
      readonly availability: Types.Availability;
      readonly joinStatus: Types.JoinStatus;
      readonly categories: ReadonlyArray<string>;
      readonly tags: ReadonlyArray<string>;
      readonly countries: ReadonlyArray<string>;
      readonly languages: ReadonlyArray<string>;
      readonly gtin: string | null;
      readonly startsAt: string | null;
      readonly endsAt: string | null;
      readonly version: number;
      readonly firstSeenAt: string;
      readonly changedAt: string;
      readonly lastSeenAt: string | null;
      readonly lastVerifiedAt: string | null;
      readonly sandbox: boolean;
      readonly disclosure: string | null;
      readonly overriddenFields: ReadonlyArray<string>;
      readonly merchant: {
        readonly id: string;
        readonly name: string;
        readonly domain: string | null;
      } | null;
      readonly price: { readonly amount: string; readonly currency: string } | null;
      readonly originalPrice: { readonly amount: string; readonly currency: string } | null;
      readonly discount: {
        readonly type: Types.DiscountType;
        readonly value: string | null;
        readonly currency: string | null;
      } | null;
      readonly commission: {
        readonly type: Types.CommissionType;
        readonly min: string | null;
        readonly max: string | null;
        readonly currency: string | null;
        readonly basis: Types.CommissionBasis | null;
      } | null;
    } | null;
    readonly userErrors: ReadonlyArray<{
      readonly field: ReadonlyArray<string> | null;
      readonly code: string;
      readonly message: string;
    }>;
  };
};

export type UnhideOfferMutationVariables = Exact<{
  id: string;
}>;

export type UnhideOfferMutation = {
  readonly unhideOffer: {
    readonly offer: {
      readonly id: string;
      readonly sourceId: string;
      readonly networkId: string;
      readonly sourceOfferId: string;
      readonly kind: Types.OfferKind;
      readonly status: Types.OfferStatus;
      readonly title: string;
      readonly description: string | null;
      readonly url: string | null;
      readonly trackingUrl: string;
      readonly images: ReadonlyArray<string>;
      readonly couponCode: string | null;
      readonly restrictions: ReadonlyArray<string>;
      readonly availability: Types.Availability;
      readonly joinStatus: Types.JoinStatus;
      readonly categories: ReadonlyArray<string>;
      readonly tags: ReadonlyArray<string>;
      readonly countries: ReadonlyArray<string>;
      readonly languages: ReadonlyArray<string>;
      readonly gtin: string | null;
      readonly startsAt: string | null;
      readonly endsAt: string | null;
      readonly version: number;
      readonly firstSeenAt: string;
      readonly changedAt: string;
      readonly lastSeenAt: string | null;
      readonly lastVerifiedAt: string | null;
      readonly sandbox: boolean;
      readonly disclosure: string | null;
      readonly overriddenFields: ReadonlyArray<string>;
      readonly merchant: {
        readonly id: string;
        readonly name: string;
        readonly domain: string | null;
      } | null;
      readonly price: { readonly amount: string; readonly currency: string } | null;
      readonly originalPrice: { readonly amount: string; readonly currency: string } | null;
      readonly discount: {
        readonly type: Types.DiscountType;
        readonly value: string | null;
        readonly currency: string | null;
      } | null;
      readonly commission: {
        readonly type: Types.CommissionType;
        readonly min: string | null;
        readonly max: string | null;
        readonly currency: string | null;
        readonly basis: Types.CommissionBasis | null;
      } | null;
    } | null;
    readonly userErrors: ReadonlyArray<{
      readonly field: ReadonlyArray<string> | null;
      readonly code: string;
      readonly message: string;
    }>;
  };
};

export type RollbackOfferMutationVariables = Exact<{
  id: string;
  toVersion: number;
}>;

export type RollbackOfferMutation = {
  readonly rollbackOffer: {
    readonly offer: {
      readonly id: string;
      readonly sourceId: string;
      readonly networkId: string;
      readonly sourceOfferId: string;
      readonly kind: Types.OfferKind;
      readonly status: Types.OfferStatus;
      readonly title: string;
      readonly description: string | null;
      readonly url: string | null;
      readonly trackingUrl: string;
      readonly images: ReadonlyArray<string>;
      readonly couponCode: string | null;
      readonly restrictions: ReadonlyArray<string>;
      readonly availability: Types.Availability;
      readonly joinStatus: Types.JoinStatus;
      readonly categories: ReadonlyArray<string>;
      readonly tags: ReadonlyArray<string>;
      readonly countries: ReadonlyArray<string>;
      readonly languages: ReadonlyArray<string>;
      readonly gtin: string | null;
      readonly startsAt: string | null;
      readonly endsAt: string | null;
      readonly version: number;
      readonly firstSeenAt: string;
      readonly changedAt: string;
      readonly lastSeenAt: string | null;
      readonly lastVerifiedAt: string | null;
      readonly sandbox: boolean;
      readonly disclosure: string | null;
      readonly overriddenFields: ReadonlyArray<string>;
      readonly merchant: {
        readonly id: string;
        readonly name: string;
        readonly domain: string | null;
      } | null;
      readonly price: { readonly amount: string; readonly currency: string } | null;
      readonly originalPrice: { readonly amount: string; readonly currency: string } | null;
      readonly discount: {
        readonly type: Types.DiscountType;
        readonly value: string | null;
        readonly currency: string | null;
      } | null;
      readonly commission: {
        readonly type: Types.CommissionType;
        readonly min: string | null;
        readonly max: string | null;
        readonly currency: string | null;
        readonly basis: Types.CommissionBasis | null;
      } | null;
    } | null;
    readonly userErrors: ReadonlyArray<{
      readonly field: ReadonlyArray<string> | null;
      readonly code: string;
      readonly message: string;
    }>;
  };
};

export type SourcesQueryVariables = Exact<{ [key: string]: never }>;

export type SourcesQuery = {
  readonly sources: ReadonlyArray<{
    readonly id: string;
    readonly networkId: string;
    readonly name: string;
    readonly enabled: boolean;
    readonly schedule: string;
    readonly hasCredentials: boolean;
    readonly sandbox: boolean;
    readonly offerCount: number;
    readonly health: Types.SourceHealth;
    readonly lagSeconds: number | null;
    readonly nextRunAt: string | null;
    readonly lastRun: {
      readonly id: string;
      readonly sourceId: string;
      readonly task: Types.SyncTask;
      readonly dryRun: boolean;
      readonly mode: Types.SyncMode;
      readonly status: Types.SyncStatus;
      readonly coverage: Types.SyncCoverage | null;
      readonly startedAt: string;
      readonly finishedAt: string | null;
      readonly fetched: number;
      readonly created: number;
      readonly changed: number;
      readonly unchanged: number;
      readonly removed: number;
      readonly rejected: number;
      readonly retries: number;
      readonly resumes: number;
      readonly message: string | null;
    } | null;
  }>;
};

export type SyncRunQueryVariables = Exact<{
  id: string;
}>;

export type SyncRunQuery = {
  readonly syncRun: {
    readonly id: string;
    readonly sourceId: string;
    readonly task: Types.SyncTask;
    readonly dryRun: boolean;
    readonly mode: Types.SyncMode;
    readonly status: Types.SyncStatus;
    readonly coverage: Types.SyncCoverage | null;
    readonly startedAt: string;
    readonly finishedAt: string | null;
    readonly fetched: number;
    readonly created: number;
    readonly changed: number;
    readonly unchanged: number;
    readonly removed: number;
    readonly rejected: number;
    readonly retries: number;
    readonly resumes: number;
    readonly message: string | null;
  } | null;
};

export type SyncRunUpdatedSubscriptionVariables = Exact<{
  sourceId?: string | null | undefined;
}>;

export type SyncRunUpdatedSubscription = {
  readonly syncRunUpdated: {
    readonly id: string;
    readonly sourceId: string;
    readonly task: Types.SyncTask;
    readonly dryRun: boolean;
    readonly mode: Types.SyncMode;
    readonly status: Types.SyncStatus;
    readonly coverage: Types.SyncCoverage | null;
    readonly startedAt: string;
    readonly finishedAt: string | null;
    readonly fetched: number;
    readonly created: number;
    readonly changed: number;
    readonly unchanged: number;
    readonly removed: number;
    readonly rejected: number;
    readonly retries: number;
    readonly resumes: number;
    readonly message: string | null;
  } | null;
};

export type SyncSourceMutationVariables = Exact<{
  sourceId: string;
  mode?: Types.SyncMode | null | undefined;
}>;

export type SyncSourceMutation = {
  readonly syncSource: {
    readonly run: {
      readonly id: string;
      readonly sourceId: string;
      readonly task: Types.SyncTask;
      readonly dryRun: boolean;
      readonly mode: Types.SyncMode;
      readonly status: Types.SyncStatus;
      readonly coverage: Types.SyncCoverage | null;
      readonly startedAt: string;
      readonly finishedAt: string | null;
      readonly fetched: number;
      readonly created: number;
      readonly changed: number;
      readonly unchanged: number;
      readonly removed: number;
      readonly rejected: number;
      readonly retries: number;
      readonly resumes: number;
      readonly message: string | null;
    } | null;
    readonly userErrors: ReadonlyArray<{
      readonly field: ReadonlyArray<string> | null;
      readonly code: string;
      readonly message: string;
    }>;
  };
};

export type CancelSyncMutationVariables = Exact<{
  runId: string;
}>;

export type CancelSyncMutation = {
  readonly cancelSync: {
    readonly run: {
      readonly id: string;
      readonly sourceId: string;
      readonly task: Types.SyncTask;
      readonly dryRun: boolean;
      readonly mode: Types.SyncMode;
      readonly status: Types.SyncStatus;
      readonly coverage: Types.SyncCoverage | null;
      readonly startedAt: string;
      readonly finishedAt: string | null;
      readonly fetched: number;
      readonly created: number;
      readonly changed: number;
      readonly unchanged: number;
      readonly removed: number;
      readonly rejected: number;
      readonly retries: number;
      readonly resumes: number;
      readonly message: string | null;
    } | null;
    readonly userErrors: ReadonlyArray<{
      readonly field: ReadonlyArray<string> | null;
      readonly code: string;
      readonly message: string;
    }>;
  };
};

export type ReleaseHeldRunMutationVariables = Exact<{
  runId: string;
}>;

export type ReleaseHeldRunMutation = {
  readonly releaseHeldRun: {
    readonly run: {
      readonly id: string;
      readonly sourceId: string;
      readonly task: Types.SyncTask;
      readonly dryRun: boolean;
      readonly mode: Types.SyncMode;
      readonly status: Types.SyncStatus;
      readonly coverage: Types.SyncCoverage | null;
      readonly startedAt: string;
      readonly finishedAt: string | null;
      readonly fetched: number;
      readonly created: number;
      readonly changed: number;
      readonly unchanged: number;
      readonly removed: number;
      readonly rejected: number;
      readonly retries: number;
      readonly resumes: number;
      readonly message: string | null;
    } | null;
    readonly userErrors: ReadonlyArray<{
      readonly field: ReadonlyArray<string> | null;
      readonly code: string;
      readonly message: string;
    }>;
  };
};

export type RollbackSourceMutationVariables = Exact<{
  sourceId: string;
  to: string;
  dryRun?: boolean | null | undefined;
}>;

export type RollbackSourceMutation = {
  readonly rollbackSource: {
    readonly run: {
      readonly id: string;
      readonly sourceId: string;
      readonly task: Types.SyncTask;
      readonly dryRun: boolean;
      readonly mode: Types.SyncMode;
      readonly status: Types.SyncStatus;
      readonly coverage: Types.SyncCoverage | null;
      readonly startedAt: string;
      readonly finishedAt: string | null;
      readonly fetched: number;
      readonly created: number;
      readonly changed: number;
      readonly unchanged: number;
      readonly removed: number;
      readonly rejected: number;
      readonly retries: number;
      readonly resumes: number;
      readonly message: string | null;
    } | null;
    readonly userErrors: ReadonlyArray<{
      readonly field: ReadonlyArray<string> | null;
      readonly code: string;
      readonly message: string;
    }>;
  };
};

export type AddSourceMutationVariables = Exact<{
  input: Types.AddSourceInput;
}>;

export type AddSourceMutation = {
  readonly addSource: {
    readonly source: {
      readonly id: string;
      readonly networkId: string;
      readonly name: string;
      readonly enabled: boolean;
      readonly schedule: string;
      readonly hasCredentials: boolean;
      readonly sandbox: boolean;
      readonly offerCount: number;
      readonly health: Types.SourceHealth;
      readonly lagSeconds: number | null;
      readonly nextRunAt: string | null;
    } | null;
    readonly userErrors: ReadonlyArray<{
      readonly field: ReadonlyArray<string> | null;
      readonly code: string;
      readonly message: string;
    }>;
  };
};

export type SetSourceEnabledMutationVariables = Exact<{
  sourceId: string;
  enabled: boolean;
}>;

export type SetSourceEnabledMutation = {
  readonly setSourceEnabled: {
    readonly source: {
      readonly id: string;
      readonly networkId: string;
      readonly name: string;
      readonly enabled: boolean;
      readonly schedule: string;
      readonly hasCredentials: boolean;
      readonly sandbox: boolean;
      readonly offerCount: number;
      readonly health: Types.SourceHealth;
      readonly lagSeconds: number | null;
      readonly nextRunAt: string | null;
    } | null;
    readonly userErrors: ReadonlyArray<{
      readonly field: ReadonlyArray<string> | null;
      readonly code: string;
      readonly message: string;
    }>;
  };
};

export type SetSourceCredentialsMutationVariables = Exact<{
  sourceId: string;
  credentials: string;
}>;

export type SetSourceCredentialsMutation = {
  readonly setSourceCredentials: {
    readonly source: {
      readonly id: string;
      readonly networkId: string;
      readonly name: string;
      readonly enabled: boolean;
      readonly schedule: string;
      readonly hasCredentials: boolean;
      readonly sandbox: boolean;
      readonly offerCount: number;
      readonly health: Types.SourceHealth;
      readonly lagSeconds: number | null;
      readonly nextRunAt: string | null;
    } | null;
    readonly userErrors: ReadonlyArray<{
      readonly field: ReadonlyArray<string> | null;
      readonly code: string;
      readonly message: string;
    }>;
  };
};

export type RemoveSourceMutationVariables = Exact<{
  id: string;
}>;

export type RemoveSourceMutation = {
  readonly removeSource: {
    readonly source: {
      readonly id: string;
      readonly networkId: string;
      readonly name: string;
      readonly enabled: boolean;
      readonly schedule: string;
      readonly hasCredentials: boolean;
      readonly sandbox: boolean;
      readonly offerCount: number;
      readonly health: Types.SourceHealth;
      readonly lagSeconds: number | null;
      readonly nextRunAt: string | null;
    } | null;
    readonly userErrors: ReadonlyArray<{
      readonly field: ReadonlyArray<string> | null;
      readonly code: string;
      readonly message: string;
    }>;
  };
};

export type TestSourceMutationVariables = Exact<{
  sourceId: string;
}>;

export type TestSourceMutation = {
  readonly testSource: {
    readonly source: {
      readonly id: string;
      readonly networkId: string;
      readonly name: string;
      readonly enabled: boolean;
      readonly schedule: string;
      readonly hasCredentials: boolean;
      readonly sandbox: boolean;
      readonly offerCount: number;
      readonly health: Types.SourceHealth;
      readonly lagSeconds: number | null;
      readonly nextRunAt: string | null;
    } | null;
    readonly test: {
      readonly outcome: Types.SourceTestOutcome;
      readonly message: string;
      readonly at: string;
      readonly ms: number;
      readonly offers: number;
      readonly rejected: number;
    } | null;
    readonly userErrors: ReadonlyArray<{
      readonly field: ReadonlyArray<string> | null;
      readonly code: string;
      readonly message: string;
    }>;
  };
};

export type SyncAllMutationVariables = Exact<{
  mode?: Types.SyncMode | null | undefined;
}>;

export type SyncAllMutation = {
  readonly syncAll: ReadonlyArray<{
    readonly run: {
      readonly id: string;
      readonly sourceId: string;
      readonly task: Types.SyncTask;
      readonly dryRun: boolean;
      readonly mode: Types.SyncMode;
      readonly status: Types.SyncStatus;
      readonly coverage: Types.SyncCoverage | null;
      readonly startedAt: string;
      readonly finishedAt: string | null;
      readonly fetched: number;
      readonly created: number;
      readonly changed: number;
      readonly unchanged: number;
      readonly removed: number;
      readonly rejected: number;
      readonly retries: number;
      readonly resumes: number;
      readonly message: string | null;
    } | null;
    readonly userErrors: ReadonlyArray<{
      readonly field: ReadonlyArray<string> | null;
      readonly code: string;
      readonly message: string;
    }>;
  }>;
};

export type SetHealthLimitsMutationVariables = Exact<{
  sourceId: string;
  staleAfterHours?: number | null | undefined;
  frozenAfterDays?: number | null | undefined;
  partialAllowed?: boolean | null | undefined;
}>;

export type SetHealthLimitsMutation = {
  readonly setHealthLimits: {
    readonly source: {
      readonly id: string;
      readonly networkId: string;
      readonly name: string;
      readonly enabled: boolean;
      readonly schedule: string;
      readonly hasCredentials: boolean;
      readonly sandbox: boolean;
      readonly offerCount: number;
      readonly health: Types.SourceHealth;
      readonly lagSeconds: number | null;
      readonly nextRunAt: string | null;
    } | null;
    readonly userErrors: ReadonlyArray<{
      readonly field: ReadonlyArray<string> | null;
      readonly code: string;
      readonly message: string;
    }>;
  };
};

export const MoneyFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment MoneyFields on Money {
  amount
  currency
}
    `,
  { fragmentName: "MoneyFields" },
) as unknown as TypedDocumentString<MoneyFieldsFragment, unknown>;
export const OfferFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment OfferFields on Offer {
  id
  sourceId
  networkId
  sourceOfferId
  kind
  status
  title
  description
  merchant {
    id
    name
    domain
  }
  url
  trackingUrl
  images
  price {
    ...MoneyFields
  }
  originalPrice {
    ...MoneyFields
  }
  discount {
    type
    value
    currency
  }
  couponCode
  restrictions
  availability
  joinStatus
  commission {
    type
    min
    max
    currency
    basis
  }
  categories
  tags
  countries
  languages
  gtin
  startsAt
  endsAt
  version
  firstSeenAt
  changedAt
  lastSeenAt
  lastVerifiedAt
  sandbox
  disclosure
  overriddenFields
}
    fragment MoneyFields on Money {
  amount
  currency
}`,
  { fragmentName: "OfferFields" },
) as unknown as TypedDocumentString<OfferFieldsFragment, unknown>;
export const OfferChangeFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment OfferChangeFields on OfferChange {
  type
  offerId
  networkId
  sourceId
  kind
  version
  changedAt
  cursor
  offer {
    ...OfferFields
  }
}
    fragment MoneyFields on Money {
  amount
  currency
}
fragment OfferFields on Offer {
  id
  sourceId
  networkId
  sourceOfferId
  kind
  status
  title
  description
  merchant {
    id
    name
    domain
  }
  url
  trackingUrl
  images
  price {
    ...MoneyFields
  }
  originalPrice {
    ...MoneyFields
  }
  discount {
    type
    value
    currency
  }
  couponCode
  restrictions
  availability
  joinStatus
  commission {
    type
    min
    max
    currency
    basis
  }
  categories
  tags
  countries
  languages
  gtin
  startsAt
  endsAt
  version
  firstSeenAt
  changedAt
  lastSeenAt
  lastVerifiedAt
  sandbox
  disclosure
  overriddenFields
}`,
  { fragmentName: "OfferChangeFields" },
) as unknown as TypedDocumentString<OfferChangeFieldsFragment, unknown>;
export const FacetFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment FacetFields on FacetValue {
  value
  label
  count
  sandboxCount
}
    `,
  { fragmentName: "FacetFields" },
) as unknown as TypedDocumentString<FacetFieldsFragment, unknown>;
export const SyncRunFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment SyncRunFields on SyncRun {
  id
  sourceId
  task
  dryRun
  mode
  status
  coverage
  startedAt
  finishedAt
  fetched
  created
  changed
  unchanged
  removed
  rejected
  retries
  resumes
  message
}
    `,
  { fragmentName: "SyncRunFields" },
) as unknown as TypedDocumentString<SyncRunFieldsFragment, unknown>;
export const SourceFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment SourceFields on Source {
  id
  networkId
  name
  enabled
  schedule
  hasCredentials
  sandbox
  offerCount
  health
  lagSeconds
  nextRunAt
}
    `,
  { fragmentName: "SourceFields" },
) as unknown as TypedDocumentString<SourceFieldsFragment, unknown>;
export const UserErrorFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment UserErrorFields on UserError {
  field
  code
  message
}
    `,
  { fragmentName: "UserErrorFields" },
) as unknown as TypedDocumentString<UserErrorFieldsFragment, unknown>;
export const OffersDocument = new TypedDocumentString(`
    query Offers($filter: OfferFilter, $orderBy: OfferOrder, $first: Int, $after: String) {
  offers(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    nodes {
      ...OfferFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment MoneyFields on Money {
  amount
  currency
}
fragment OfferFields on Offer {
  id
  sourceId
  networkId
  sourceOfferId
  kind
  status
  title
  description
  merchant {
    id
    name
    domain
  }
  url
  trackingUrl
  images
  price {
    ...MoneyFields
  }
  originalPrice {
    ...MoneyFields
  }
  discount {
    type
    value
    currency
  }
  couponCode
  restrictions
  availability
  joinStatus
  commission {
    type
    min
    max
    currency
    basis
  }
  categories
  tags
  countries
  languages
  gtin
  startsAt
  endsAt
  version
  firstSeenAt
  changedAt
  lastSeenAt
  lastVerifiedAt
  sandbox
  disclosure
  overriddenFields
}`) as unknown as TypedDocumentString<OffersQuery, OffersQueryVariables>;
export const OfferCountDocument = new TypedDocumentString(`
    query OfferCount($filter: OfferFilter) {
  offers(filter: $filter, first: 1) {
    totalCount
  }
}
    `) as unknown as TypedDocumentString<OfferCountQuery, OfferCountQueryVariables>;
export const OfferDocument = new TypedDocumentString(`
    query Offer($id: ID!) {
  offer(id: $id) {
    ...OfferFields
  }
}
    fragment MoneyFields on Money {
  amount
  currency
}
fragment OfferFields on Offer {
  id
  sourceId
  networkId
  sourceOfferId
  kind
  status
  title
  description
  merchant {
    id
    name
    domain
  }
  url
  trackingUrl
  images
  price {
    ...MoneyFields
  }
  originalPrice {
    ...MoneyFields
  }
  discount {
    type
    value
    currency
  }
  couponCode
  restrictions
  availability
  joinStatus
  commission {
    type
    min
    max
    currency
    basis
  }
  categories
  tags
  countries
  languages
  gtin
  startsAt
  endsAt
  version
  firstSeenAt
  changedAt
  lastSeenAt
  lastVerifiedAt
  sandbox
  disclosure
  overriddenFields
}`) as unknown as TypedDocumentString<OfferQuery, OfferQueryVariables>;
export const OfferFacetsDocument = new TypedDocumentString(`
    query OfferFacets($filter: OfferFilter, $first: Int) {
  offerFacets(filter: $filter, first: $first) {
    networks {
      ...FacetFields
    }
    sources {
      ...FacetFields
    }
    kinds {
      ...FacetFields
    }
    merchants {
      ...FacetFields
    }
    categories {
      ...FacetFields
    }
    countries {
      ...FacetFields
    }
    languages {
      ...FacetFields
    }
    coupons {
      ...FacetFields
    }
    prices {
      value
      label
      count
      sandboxCount
      currency
      minPrice
      maxPrice
    }
    exact
  }
}
    fragment FacetFields on FacetValue {
  value
  label
  count
  sandboxCount
}`) as unknown as TypedDocumentString<OfferFacetsQuery, OfferFacetsQueryVariables>;
export const SuggestDocument = new TypedDocumentString(`
    query Suggest($text: String!, $first: Int) {
  suggest(text: $text, first: $first) {
    kind
    id
    text
    close
    sandbox
  }
}
    `) as unknown as TypedDocumentString<SuggestQuery, SuggestQueryVariables>;
export const OfferChangesDocument = new TypedDocumentString(`
    query OfferChanges($since: String, $filter: OfferFilter, $first: Int) {
  offerChanges(since: $since, filter: $filter, first: $first) {
    nodes {
      ...OfferChangeFields
    }
    cursor
    hasMore
  }
}
    fragment MoneyFields on Money {
  amount
  currency
}
fragment OfferFields on Offer {
  id
  sourceId
  networkId
  sourceOfferId
  kind
  status
  title
  description
  merchant {
    id
    name
    domain
  }
  url
  trackingUrl
  images
  price {
    ...MoneyFields
  }
  originalPrice {
    ...MoneyFields
  }
  discount {
    type
    value
    currency
  }
  couponCode
  restrictions
  availability
  joinStatus
  commission {
    type
    min
    max
    currency
    basis
  }
  categories
  tags
  countries
  languages
  gtin
  startsAt
  endsAt
  version
  firstSeenAt
  changedAt
  lastSeenAt
  lastVerifiedAt
  sandbox
  disclosure
  overriddenFields
}
fragment OfferChangeFields on OfferChange {
  type
  offerId
  networkId
  sourceId
  kind
  version
  changedAt
  cursor
  offer {
    ...OfferFields
  }
}`) as unknown as TypedDocumentString<OfferChangesQuery, OfferChangesQueryVariables>;
export const OfferChangedDocument = new TypedDocumentString(`
    subscription OfferChanged($networkId: ID, $sourceId: ID, $kind: OfferKind, $merchantId: ID, $category: String, $country: String, $minDiscountPercent: Float) {
  offerChanged(
    networkId: $networkId
    sourceId: $sourceId
    kind: $kind
    merchantId: $merchantId
    category: $category
    country: $country
    minDiscountPercent: $minDiscountPercent
  ) {
    ...OfferChangeFields
  }
}
    fragment MoneyFields on Money {
  amount
  currency
}
fragment OfferFields on Offer {
  id
  sourceId
  networkId
  sourceOfferId
  kind
  status
  title
  description
  merchant {
    id
    name
    domain
  }
  url
  trackingUrl
  images
  price {
    ...MoneyFields
  }
  originalPrice {
    ...MoneyFields
  }
  discount {
    type
    value
    currency
  }
  couponCode
  restrictions
  availability
  joinStatus
  commission {
    type
    min
    max
    currency
    basis
  }
  categories
  tags
  countries
  languages
  gtin
  startsAt
  endsAt
  version
  firstSeenAt
  changedAt
  lastSeenAt
  lastVerifiedAt
  sandbox
  disclosure
  overriddenFields
}
fragment OfferChangeFields on OfferChange {
  type
  offerId
  networkId
  sourceId
  kind
  version
  changedAt
  cursor
  offer {
    ...OfferFields
  }
}`) as unknown as TypedDocumentString<OfferChangedSubscription, OfferChangedSubscriptionVariables>;
export const HideOfferDocument = new TypedDocumentString(`
    mutation HideOffer($id: ID!, $reason: String) {
  hideOffer(id: $id, reason: $reason) {
    offer {
      ...OfferFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment MoneyFields on Money {
  amount
  currency
}
fragment OfferFields on Offer {
  id
  sourceId
  networkId
  sourceOfferId
  kind
  status
  title
  description
  merchant {
    id
    name
    domain
  }
  url
  trackingUrl
  images
  price {
    ...MoneyFields
  }
  originalPrice {
    ...MoneyFields
  }
  discount {
    type
    value
    currency
  }
  couponCode
  restrictions
  availability
  joinStatus
  commission {
    type
    min
    max
    currency
    basis
  }
  categories
  tags
  countries
  languages
  gtin
  startsAt
  endsAt
  version
  firstSeenAt
  changedAt
  lastSeenAt
  lastVerifiedAt
  sandbox
  disclosure
  overriddenFields
}
fragment UserErrorFields on UserError {
  field
  code
  message
}`) as unknown as TypedDocumentString<HideOfferMutation, HideOfferMutationVariables>;
export const UnhideOfferDocument = new TypedDocumentString(`
    mutation UnhideOffer($id: ID!) {
  unhideOffer(id: $id) {
    offer {
      ...OfferFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment MoneyFields on Money {
  amount
  currency
}
fragment OfferFields on Offer {
  id
  sourceId
  networkId
  sourceOfferId
  kind
  status
  title
  description
  merchant {
    id
    name
    domain
  }
  url
  trackingUrl
  images
  price {
    ...MoneyFields
  }
  originalPrice {
    ...MoneyFields
  }
  discount {
    type
    value
    currency
  }
  couponCode
  restrictions
  availability
  joinStatus
  commission {
    type
    min
    max
    currency
    basis
  }
  categories
  tags
  countries
  languages
  gtin
  startsAt
  endsAt
  version
  firstSeenAt
  changedAt
  lastSeenAt
  lastVerifiedAt
  sandbox
  disclosure
  overriddenFields
}
fragment UserErrorFields on UserError {
  field
  code
  message
}`) as unknown as TypedDocumentString<UnhideOfferMutation, UnhideOfferMutationVariables>;
export const RollbackOfferDocument = new TypedDocumentString(`
    mutation RollbackOffer($id: ID!, $toVersion: Int!) {
  rollbackOffer(id: $id, toVersion: $toVersion) {
    offer {
      ...OfferFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment MoneyFields on Money {
  amount
  currency
}
fragment OfferFields on Offer {
  id
  sourceId
  networkId
  sourceOfferId
  kind
  status
  title
  description
  merchant {
    id
    name
    domain
  }
  url
  trackingUrl
  images
  price {
    ...MoneyFields
  }
  originalPrice {
    ...MoneyFields
  }
  discount {
    type
    value
    currency
  }
  couponCode
  restrictions
  availability
  joinStatus
  commission {
    type
    min
    max
    currency
    basis
  }
  categories
  tags
  countries
  languages
  gtin
  startsAt
  endsAt
  version
  firstSeenAt
  changedAt
  lastSeenAt
  lastVerifiedAt
  sandbox
  disclosure
  overriddenFields
}
fragment UserErrorFields on UserError {
  field
  code
  message
}`) as unknown as TypedDocumentString<RollbackOfferMutation, RollbackOfferMutationVariables>;
export const SourcesDocument = new TypedDocumentString(`
    query Sources {
  sources {
    ...SourceFields
    lastRun {
      ...SyncRunFields
    }
  }
}
    fragment SyncRunFields on SyncRun {
  id
  sourceId
  task
  dryRun
  mode
  status
  coverage
  startedAt
  finishedAt
  fetched
  created
  changed
  unchanged
  removed
  rejected
  retries
  resumes
  message
}
fragment SourceFields on Source {
  id
  networkId
  name
  enabled
  schedule
  hasCredentials
  sandbox
  offerCount
  health
  lagSeconds
  nextRunAt
}`) as unknown as TypedDocumentString<SourcesQuery, SourcesQueryVariables>;
export const SyncRunDocument = new TypedDocumentString(`
    query SyncRun($id: ID!) {
  syncRun(id: $id) {
    ...SyncRunFields
  }
}
    fragment SyncRunFields on SyncRun {
  id
  sourceId
  task
  dryRun
  mode
  status
  coverage
  startedAt
  finishedAt
  fetched
  created
  changed
  unchanged
  removed
  rejected
  retries
  resumes
  message
}`) as unknown as TypedDocumentString<SyncRunQuery, SyncRunQueryVariables>;
export const SyncRunUpdatedDocument = new TypedDocumentString(`
    subscription SyncRunUpdated($sourceId: ID) {
  syncRunUpdated(sourceId: $sourceId) {
    ...SyncRunFields
  }
}
    fragment SyncRunFields on SyncRun {
  id
  sourceId
  task
  dryRun
  mode
  status
  coverage
  startedAt
  finishedAt
  fetched
  created
  changed
  unchanged
  removed
  rejected
  retries
  resumes
  message
}`) as unknown as TypedDocumentString<SyncRunUpdatedSubscription, SyncRunUpdatedSubscriptionVariables>;
export const SyncSourceDocument = new TypedDocumentString(`
    mutation SyncSource($sourceId: ID!, $mode: SyncMode) {
  syncSource(sourceId: $sourceId, mode: $mode) {
    run {
      ...SyncRunFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment SyncRunFields on SyncRun {
  id
  sourceId
  task
  dryRun
  mode
  status
  coverage
  startedAt
  finishedAt
  fetched
  created
  changed
  unchanged
  removed
  rejected
  retries
  resumes
  message
}
fragment UserErrorFields on UserError {
  field
  code
  message
}`) as unknown as TypedDocumentString<SyncSourceMutation, SyncSourceMutationVariables>;
export const CancelSyncDocument = new TypedDocumentString(`
    mutation CancelSync($runId: ID!) {
  cancelSync(runId: $runId) {
    run {
      ...SyncRunFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment SyncRunFields on SyncRun {
  id
  sourceId
  task
  dryRun
  mode
  status
  coverage
  startedAt
  finishedAt
  fetched
  created
  changed
  unchanged
  removed
  rejected
  retries
  resumes
  message
}
fragment UserErrorFields on UserError {
  field
  code
  message
}`) as unknown as TypedDocumentString<CancelSyncMutation, CancelSyncMutationVariables>;
export const ReleaseHeldRunDocument = new TypedDocumentString(`
    mutation ReleaseHeldRun($runId: ID!) {
  releaseHeldRun(runId: $runId) {
    run {
      ...SyncRunFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment SyncRunFields on SyncRun {
  id
  sourceId
  task
  dryRun
  mode
  status
  coverage
  startedAt
  finishedAt
  fetched
  created
  changed
  unchanged
  removed
  rejected
  retries
  resumes
  message
}
fragment UserErrorFields on UserError {
  field
  code
  message
}`) as unknown as TypedDocumentString<ReleaseHeldRunMutation, ReleaseHeldRunMutationVariables>;
export const RollbackSourceDocument = new TypedDocumentString(`
    mutation RollbackSource($sourceId: ID!, $to: AWSDateTime!, $dryRun: Boolean) {
  rollbackSource(sourceId: $sourceId, to: $to, dryRun: $dryRun) {
    run {
      ...SyncRunFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment SyncRunFields on SyncRun {
  id
  sourceId
  task
  dryRun
  mode
  status
  coverage
  startedAt
  finishedAt
  fetched
  created
  changed
  unchanged
  removed
  rejected
  retries
  resumes
  message
}
fragment UserErrorFields on UserError {
  field
  code
  message
}`) as unknown as TypedDocumentString<RollbackSourceMutation, RollbackSourceMutationVariables>;
export const AddSourceDocument = new TypedDocumentString(`
    mutation AddSource($input: AddSourceInput!) {
  addSource(input: $input) {
    source {
      ...SourceFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment SourceFields on Source {
  id
  networkId
  name
  enabled
  schedule
  hasCredentials
  sandbox
  offerCount
  health
  lagSeconds
  nextRunAt
}
fragment UserErrorFields on UserError {
  field
  code
  message
}`) as unknown as TypedDocumentString<AddSourceMutation, AddSourceMutationVariables>;
export const SetSourceEnabledDocument = new TypedDocumentString(`
    mutation SetSourceEnabled($sourceId: ID!, $enabled: Boolean!) {
  setSourceEnabled(sourceId: $sourceId, enabled: $enabled) {
    source {
      ...SourceFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment SourceFields on Source {
  id
  networkId
  name
  enabled
  schedule
  hasCredentials
  sandbox
  offerCount
  health
  lagSeconds
  nextRunAt
}
fragment UserErrorFields on UserError {
  field
  code
  message
}`) as unknown as TypedDocumentString<SetSourceEnabledMutation, SetSourceEnabledMutationVariables>;
export const SetSourceCredentialsDocument = new TypedDocumentString(`
    mutation SetSourceCredentials($sourceId: ID!, $credentials: AWSJSON!) {
  setSourceCredentials(sourceId: $sourceId, credentials: $credentials) {
    source {
      ...SourceFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment SourceFields on Source {
  id
  networkId
  name
  enabled
  schedule
  hasCredentials
  sandbox
  offerCount
  health
  lagSeconds
  nextRunAt
}
fragment UserErrorFields on UserError {
  field
  code
  message
}`) as unknown as TypedDocumentString<SetSourceCredentialsMutation, SetSourceCredentialsMutationVariables>;
export const RemoveSourceDocument = new TypedDocumentString(`
    mutation RemoveSource($id: ID!) {
  removeSource(id: $id) {
    source {
      ...SourceFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment SourceFields on Source {
  id
  networkId
  name
  enabled
  schedule
  hasCredentials
  sandbox
  offerCount
  health
  lagSeconds
  nextRunAt
}
fragment UserErrorFields on UserError {
  field
  code
  message
}`) as unknown as TypedDocumentString<RemoveSourceMutation, RemoveSourceMutationVariables>;
export const TestSourceDocument = new TypedDocumentString(`
    mutation TestSource($sourceId: ID!) {
  testSource(sourceId: $sourceId) {
    source {
      ...SourceFields
    }
    test {
      outcome
      message
      at
      ms
      offers
      rejected
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment SourceFields on Source {
  id
  networkId
  name
  enabled
  schedule
  hasCredentials
  sandbox
  offerCount
  health
  lagSeconds
  nextRunAt
}
fragment UserErrorFields on UserError {
  field
  code
  message
}`) as unknown as TypedDocumentString<TestSourceMutation, TestSourceMutationVariables>;
export const SyncAllDocument = new TypedDocumentString(`
    mutation SyncAll($mode: SyncMode) {
  syncAll(mode: $mode) {
    run {
      ...SyncRunFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment SyncRunFields on SyncRun {
  id
  sourceId
  task
  dryRun
  mode
  status
  coverage
  startedAt
  finishedAt
  fetched
  created
  changed
  unchanged
  removed
  rejected
  retries
  resumes
  message
}
fragment UserErrorFields on UserError {
  field
  code
  message
}`) as unknown as TypedDocumentString<SyncAllMutation, SyncAllMutationVariables>;
export const SetHealthLimitsDocument = new TypedDocumentString(`
    mutation SetHealthLimits($sourceId: ID!, $staleAfterHours: Int, $frozenAfterDays: Int, $partialAllowed: Boolean) {
  setHealthLimits(
    sourceId: $sourceId
    staleAfterHours: $staleAfterHours
    frozenAfterDays: $frozenAfterDays
    partialAllowed: $partialAllowed
  ) {
    source {
      ...SourceFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment SourceFields on Source {
  id
  networkId
  name
  enabled
  schedule
  hasCredentials
  sandbox
  offerCount
  health
  lagSeconds
  nextRunAt
}
fragment UserErrorFields on UserError {
  field
  code
  message
}`) as unknown as TypedDocumentString<SetHealthLimitsMutation, SetHealthLimitsMutationVariables>;
