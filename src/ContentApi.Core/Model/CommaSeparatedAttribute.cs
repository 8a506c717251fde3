using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace ContentApi.Core.Model;

/// <summary>Validates a comma-separated list of distinct values that each match a pattern.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal class CommaSeparatedAttribute(string pattern, int maxLength, int max, string words) : ValidationAttribute
{
    public string Pattern => pattern;

    public int MaxLength => maxLength;

    public int Max => max;

    public override bool IsValid(object? value) =>
        value is not string text
        || (text.Split(',') is var items && items.Length <= max
            && items.All(item => item.Length <= maxLength && Regex.IsMatch(item, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))
            && items.Distinct(StringComparer.Ordinal).Count() == items.Length);

    public override string FormatErrorMessage(string name) => words;
}
