import {
  type ColumnDefinitionNode,
  type DataTypeNode,
  type KyselyPlugin,
  type OperationNode,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryId,
  type QueryResult,
  RawNode,
  type RootOperationNode,
  type UnknownRow,
} from 'kysely';

/** What a column of a migration is on Postgres: text in the order of its bytes and integers of 64 bits, as on SQLite. */
const TYPES: Readonly<Record<string, string>> = { text: 'text collate "C"', integer: 'bigint' };

const isDataType = (node: OperationNode): node is DataTypeNode => node.kind === 'DataTypeNode';

class Columns extends OperationNodeTransformer {
  protected override transformColumnDefinition(node: ColumnDefinitionNode, queryId?: QueryId): ColumnDefinitionNode {
    const column = super.transformColumnDefinition(node, queryId);
    const type = isDataType(column.dataType) ? TYPES[column.dataType.dataType] : undefined;
    return type === undefined ? column : { ...column, dataType: RawNode.createWithSql(type) };
  }
}

/** Makes the tables of migrations, which are written for both stores, behave the same on both. */
export class PortableTypes implements KyselyPlugin {
  readonly #columns = new Columns();

  transformQuery({ node, queryId }: PluginTransformQueryArgs): RootOperationNode {
    return this.#columns.transformNode(node, queryId);
  }

  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return result;
  }
}
