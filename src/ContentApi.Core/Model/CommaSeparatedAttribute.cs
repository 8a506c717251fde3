using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace ContentApi.Core.Model;

/// <summary>
/// Validates a comma-separated list of distinct values that each match a pattern. The parameter may also be repeated: `a,b` and `a`, `b` are
/// the same list.
/// </summary>
/// <param name="pattern">The regular expression of an item.</param>
/// <param name="maxItemLength">The maximum length of an item in characters.</param>
/// <param name="maxItems">The maximum number of items.</param>
/// <param name="requirement">The end of an error message that starts with the name of the parameter.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal class CommaSeparatedAttribute(string pattern, int maxItemLength, int maxItems, string requirement) : ValidationAttribute
{
    /// <summary>Validates a comma-separated list of distinct values from a given set.</summary>
    protected CommaSeparatedAttribute(string[] values)
        : this($"^({string.Join('|', values)})$", values.Max(value => value.Length), values.Length, $"must be one or more of {string.Join(", ", values)}, separated by commas.")
    {
    }

    public string Pattern => pattern;

    public int MaxItemLength => maxItemLength;

    public int MaxItems => maxItems;

    public override bool IsValid(object? value) =>
        value is not string text
        || (text.Split(',') is var items && items.Length <= maxItems
            && items.All(item => item.Length <= maxItemLength && Regex.IsMatch(item, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))
            && items.Distinct(StringComparer.Ordinal).Count() == items.Length);

    public override string FormatErrorMessage(string name) => requirement;
}
