namespace ContentApi.Core.Model;

/// <summary>One or more of these values, separated by commas.</summary>
internal sealed class AnyOfAttribute(params string[] values)
    : CommaSeparatedAttribute($"^({string.Join('|', values)})$", values.Max(value => value.Length), values.Length, $"must be one or more of {string.Join(", ", values)}, separated by commas.")
{
    public IReadOnlyList<string> Values => values;
}
