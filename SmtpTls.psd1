@{
    RootModule             = 'SmtpTls.psm1'
    ModuleVersion          = '0.1.0'
    GUID                   = '5d1f6a0e-3a55-4c0c-9d0f-7d7c1b0e6a52'
    Author                 = 'SmtpTls contributors'
    Copyright              = '(c) SmtpTls contributors. MIT licence.'
    Description            = 'The truth about SMTP over TLS for mail administrators: tests receiving servers (STARTTLS, versions, suites, certificates) and shows how senders behave.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Desktop', 'Core')
    FormatsToProcess       = @('SmtpTls.format.ps1xml', 'Send.format.ps1xml', 'Policy.format.ps1xml')
    FunctionsToExport      = @()
    CmdletsToExport        = @(
        'Get-SmtpTlsCertificate'
        'Get-SmtpTlsPolicy'
        'New-SmtpTlsaRecord'
        'Send-SmtpTlsMessage'
        'Test-SmtpStartTls'
    )
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags       = @('SMTP', 'TLS', 'STARTTLS', 'Exchange', 'Mail', 'Security', 'Certificate', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
