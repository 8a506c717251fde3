using System.Data;
using System.Text;
using ContentApi.Core.Model;
using Dapper;

namespace ContentApi.Data;

/// <summary>
/// Dapper type handler for <see cref="RawJson{T}"/>. Reads a `bytea` column, which queries use for large values, or a text column.
/// </summary>
internal sealed class RawJsonTypeHandler<T> : SqlMapper.TypeHandler<RawJson<T>>
{
    /// <summary>Registers the handler with Dapper for the whole process.</summary>
    public static void Register() => SqlMapper.AddTypeHandler(new RawJsonTypeHandler<T>());

    public override void SetValue(IDbDataParameter parameter, RawJson<T>? value) =>
        parameter.Value = value is null ? DBNull.Value : Encoding.UTF8.GetString(value.Utf8.Span);

    public override RawJson<T> Parse(object value) =>
        new(value is byte[] utf8 ? utf8 : Encoding.UTF8.GetBytes((string)value));
}
