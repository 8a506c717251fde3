using Npgsql;
using Npgsql.Internal;
using Npgsql.Internal.Postgres;

namespace ContentApi.Data;

#pragma warning disable NPG9001 // The interface for type mappings may change with a major version of Npgsql.

/// <summary>
/// Lets Npgsql write a <see cref="TsVector"/>. Npgsql's own type, `NpgsqlTsVector`, can only be created by parsing text, and a COPY, which
/// needs no type, takes two more round trips.
/// </summary>
internal sealed class TsVectorMapping : PgTypeInfoResolverFactory
{
    private static readonly DataTypeName TypeName = new("pg_catalog.tsvector");

    public static void Register(NpgsqlDataSourceBuilder builder) => builder.AddTypeInfoResolverFactory(new TsVectorMapping());

    public override IPgTypeInfoResolver CreateResolver() => new Resolver(AddType(new()));

    public override IPgTypeInfoResolver CreateArrayResolver()
    {
        var mappings = AddType(new());
        mappings.AddArrayType<TsVector>(TypeName);
        return new Resolver(mappings);
    }

    private static TypeInfoMappingCollection AddType(TypeInfoMappingCollection mappings)
    {
        mappings.AddType<TsVector>(TypeName, static (options, mapping, _) => mapping.CreateInfo(options, new Converter()));
        return mappings;
    }

    private sealed class Resolver(TypeInfoMappingCollection mappings) : IPgTypeInfoResolver
    {
        public PgTypeInfo? GetTypeInfo(Type? type, DataTypeName? dataTypeName, PgSerializerOptions options) => mappings.Find(type, dataTypeName, options);
    }

    private sealed class Converter : PgStreamingConverter<TsVector>
    {
        public override Size GetSize(SizeContext context, TsVector value, ref object? writeState) => value.Bytes.Length;

        public override void Write(PgWriter writer, TsVector value) => writer.WriteBytes(value.Bytes);

        public override ValueTask WriteAsync(PgWriter writer, TsVector value, CancellationToken cancellationToken = default) => writer.WriteBytesAsync(value.Bytes, cancellationToken);

        public override TsVector Read(PgReader reader) => throw new NotSupportedException();

        public override ValueTask<TsVector> ReadAsync(PgReader reader, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
