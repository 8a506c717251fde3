using System.Data;
using System.Text;
using ContentApi.Core.Model;
using Dapper;

namespace ContentApi.Data;

/// <summary>How Dapper reads a <see cref="RawJson{T}"/>: bytes where the query converts them (large bodies), else text.</summary>
internal sealed class RawJsonTypeHandler<T> : SqlMapper.TypeHandler<RawJson<T>>
{
    /// <summary>Makes it known to Dapper, which keeps its handlers for the whole process.</summary>
    public static void Register() => SqlMapper.AddTypeHandler(new RawJsonTypeHandler<T>());

    public override void SetValue(IDbDataParameter parameter, RawJson<T>? value) =>
        parameter.Value = value is null ? DBNull.Value : Encoding.UTF8.GetString(value.Utf8.Span);

    public override RawJson<T> Parse(object value) =>
        new(value is byte[] utf8 ? utf8 : Encoding.UTF8.GetBytes((string)value));
}
