using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace ContentApi.Core.Model;

/// <summary>Validates a value against a regular expression. The error message states the requirement in words.</summary>
/// <param name="pattern">The regular expression.</param>
/// <param name="requirement">The end of an error message that starts with the name of the parameter.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal class PatternAttribute(string pattern, string requirement) : RegularExpressionAttribute(pattern)
{
    public override bool IsValid(object? value) =>
        value is not string text || Regex.IsMatch(text, Pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    public override string FormatErrorMessage(string name) => requirement;
}
