/** What settings describe, by what they hold: a file, an API's pages, or several of either. */
import type { FeedSettings, StreamSettings } from "../settings.ts";

/** Whether a stream's answers are pages that are read whole, and not a file. */
export const isPaged = ({
  paginator,
  incremental_sync,
  requester,
  record_selector,
}: StreamSettings): boolean =>
  paginator?.type === "DefaultPaginator" ||
  (incremental_sync?.type === "DatetimeBasedCursor" && incremental_sync.is_data_feed === true) ||
  requester?.error_handler !== undefined ||
  record_selector?.extractor?.response_fields !== undefined;

/** Whether the settings describe an API that is walked, and not one file. */
export const isWalked = (settings: FeedSettings): boolean =>
  isPaged(settings) ||
  settings.partition_router !== undefined ||
  settings.incremental_sync !== undefined ||
  settings.joins !== undefined;
