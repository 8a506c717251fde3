using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace ContentApi.Core.Model;

/// <summary>Validates a value against a regular expression, with an error message in words.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal class PatternAttribute(string pattern, string requirement) : RegularExpressionAttribute(pattern)
{
    public override bool IsValid(object? value) =>
        value is not string text || Regex.IsMatch(text, Pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    public override string FormatErrorMessage(string name) => requirement;
}
