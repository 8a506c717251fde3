using System.Globalization;
using FluentValidation.Resources;

namespace ContentApi.Web.Validation;

/// <summary>
/// Provides the default messages of validation rules, as the end of a sentence that starts with the name of the member. They are in English
/// in every culture.
/// </summary>
internal sealed class ValidationMessages : LanguageManager
{
    public ValidationMessages() => Enabled = false; // no translations

    public override string GetString(string key, CultureInfo? culture = null) => key switch
    {
        "NotEmptyValidator" or "NotNullValidator" => "must not be empty.",
        "GreaterThanValidator" => "must be greater than {ComparisonValue}.",
        "InclusiveBetweenValidator" => "must be from {From} to {To:N0}.",
        _ => base.GetString(key, culture).Replace("'{PropertyName}' ", "", StringComparison.Ordinal),
    };
}
