namespace ContentApi.Core.Model;

/// <summary>Validates a comma-separated list of distinct values from a given set.</summary>
internal class CommaSeparatedAllowedValuesAttribute(params string[] values)
    : CommaSeparatedAttribute($"^({string.Join('|', values)})$", values.Max(value => value.Length), values.Length, $"must be one or more of {string.Join(", ", values)}, separated by commas.")
{
    public IReadOnlyList<string> Values => values;
}
