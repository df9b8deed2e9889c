/** The archive as tables in Athena: found by name, without a crawler, each version read once. */
import { Stack } from "aws-cdk-lib";
import { CfnNamedQuery, CfnWorkGroup } from "aws-cdk-lib/aws-athena";
import { CfnDatabase, CfnTable } from "aws-cdk-lib/aws-glue";
import { Construct } from "constructs";
import { SAVED_QUESTIONS } from "../shared/archive/questions.ts";
import {
  COLUMNS,
  HISTORY_SQL,
  HISTORY_VIEW,
  hiveType,
  PARTITIONS,
  STORED_TABLE,
  trinoType,
} from "../shared/archive/table.ts";
import type { Archive } from "./archive.ts";
import { ANSWERS_PREFIX, OFFERS_PREFIX } from "./archive.ts";

export interface HistoryProps {
  readonly stage: string;
  /** `offerfeed-<stage>-` */
  readonly prefix: string;
  readonly archive: Archive;
  readonly retainData: boolean;
}

/** A day before which nothing was ever archived: a query without dates looks at every day since. */
const FIRST_DAY = "2026-01-01";
/** 200 GB: a dollar. A query that would read more is stopped, and can be given a range of days. */
const MOST_BYTES_A_QUERY = 200_000_000_000;

export class History extends Construct {
  /** Glue knows lower-case names with underscores only. */
  readonly databaseName: string;
  readonly workGroupName: string;

  constructor(scope: Construct, id: string, props: HistoryProps) {
    super(scope, id);
    this.databaseName = `offerfeed_${props.stage.replaceAll("-", "_")}`;
    this.workGroupName = `${props.prefix}history`;
    const database = new CfnDatabase(this, "Database", {
      catalogId: Stack.of(this).account,
      databaseInput: { name: this.databaseName, description: "Every version of every offer" },
    });
    const stored = this.storedTable(props.archive);
    const view = this.historyView();
    const workGroup = this.workGroup(props);
    stored.addResourceDependency(database);
    view.addResourceDependency(stored);
    for (const { name, description, sql } of SAVED_QUESTIONS) {
      const query = new CfnNamedQuery(this, `Query-${name}`, {
        name: `${props.prefix}${name}`,
        description,
        database: this.databaseName,
        workGroup: this.workGroupName,
        queryString: sql,
      });
      query.addResourceDependency(workGroup);
    }
  }

  /** The objects as they lie. Partitions are computed from the query: a source is read when it is named. */
  private storedTable(archive: Archive): CfnTable {
    const location = `s3://${archive.bucket.bucketName}/${OFFERS_PREFIX}`;
    return new CfnTable(this, "Stored", {
      catalogId: Stack.of(this).account,
      databaseName: this.databaseName,
      tableInput: {
        name: STORED_TABLE,
        description:
          "Versions as they are stored: a repeated one is there twice. Name the source in each query.",
        tableType: "EXTERNAL_TABLE",
        parameters: {
          classification: "json",
          "projection.enabled": "true",
          "projection.source.type": "injected",
          "projection.date.type": "date",
          "projection.date.format": "yyyy-MM-dd",
          "projection.date.range": `${FIRST_DAY},NOW`,
          "storage.location.template": `${location}source=\${source}/date=\${date}/`,
        },
        partitionKeys: PARTITIONS.map((name) => ({ name, type: "string" })),
        storageDescriptor: {
          location,
          inputFormat: "org.apache.hadoop.mapred.TextInputFormat",
          outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
          // Not OpenX: AWS warns that its results may hold more or fewer rows than there are.
          serdeInfo: { serializationLibrary: "org.apache.hive.hcatalog.data.JsonSerDe" },
          columns: columnsOf(hiveType),
        },
      },
    });
  }

  /** A view as Athena itself stores one: the SQL and its columns in Trino's types, as JSON in base64. */
  private historyView(): CfnTable {
    const view = {
      originalSql: HISTORY_SQL,
      catalog: "awsdatacatalog",
      schema: this.databaseName,
      columns: [...columnsOf(trinoType), ...PARTITIONS.map((name) => ({ name, type: "varchar" }))],
    };
    return new CfnTable(this, "Once", {
      catalogId: Stack.of(this).account,
      databaseName: this.databaseName,
      tableInput: {
        name: HISTORY_VIEW,
        description: "Each version once. Name the source in each query.",
        tableType: "VIRTUAL_VIEW",
        parameters: { presto_view: "true", comment: "Presto View" },
        viewOriginalText: `/* Presto View: ${Buffer.from(JSON.stringify(view)).toString("base64")} */`,
        viewExpandedText: "/* Presto View */",
        partitionKeys: [],
        storageDescriptor: {
          columns: [...columnsOf(hiveType), ...PARTITIONS.map((name) => ({ name, type: "string" }))],
          serdeInfo: {},
        },
      },
    });
  }

  /** Where queries run and their answers go: encrypted, kept for a month, and never dearer than a dollar. */
  private workGroup({ archive, retainData }: HistoryProps): CfnWorkGroup {
    return new CfnWorkGroup(this, "WorkGroup", {
      name: this.workGroupName,
      description: "Questions to the history of offers",
      recursiveDeleteOption: !retainData,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: false,
        bytesScannedCutoffPerQuery: MOST_BYTES_A_QUERY,
        engineVersion: { selectedEngineVersion: "Athena engine version 3" },
        resultConfiguration: {
          outputLocation: `s3://${archive.bucket.bucketName}/${ANSWERS_PREFIX}`,
          encryptionConfiguration: { encryptionOption: "SSE_S3" },
        },
      },
    });
  }
}

const columnsOf = (typeOf: typeof hiveType): { name: string; type: string }[] =>
  Object.entries(COLUMNS).map(([name, type]) => ({ name: name.toLowerCase(), type: typeOf(type) }));
