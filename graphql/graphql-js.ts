/**
 * graphql-js, by the very file that Apollo Server and graphql-ws load. The package has two builds, bundlers and test
 * runners pick the other one, and a schema made by one build is foreign to the other.
 */
export * from "graphql/index.js";
