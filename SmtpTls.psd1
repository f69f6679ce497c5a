@{
    RootModule             = 'SmtpTls.psm1'
    # The build puts in the version of Directory.Build.props.
    ModuleVersion          = '0.0.0'
    GUID                   = '5d1f6a0e-3a55-4c0c-9d0f-7d7c1b0e6a52'
    Author                 = 'SmtpTls contributors'
    Copyright              = '(c) SmtpTls contributors. MIT licence.'
    Description            = 'The truth about SMTP over TLS for mail administrators: tests receiving servers (STARTTLS, certificates), shows how senders behave, reads message headers, server logs and TLS reports, and says what the settings of Exchange, Windows and Cisco ESA amount to.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Desktop', 'Core')
    FormatsToProcess       = @(
        'SmtpTls.format.ps1xml'
        'Errors.format.ps1xml'
        'Esa.format.ps1xml'
        'Exchange.format.ps1xml'
        'Header.format.ps1xml'
        'Listener.format.ps1xml'
        'Log.format.ps1xml'
        'Offer.format.ps1xml'
        'Policy.format.ps1xml'
        'Schannel.format.ps1xml'
        'Send.format.ps1xml'
        'TlsReport.format.ps1xml'
    )
    FunctionsToExport      = @()
    CmdletsToExport        = @(
        'Compare-SmtpTlsCipherSuite'
        'ConvertTo-SmtpTlsJson'
        'Get-EsaTlsPolicy'
        'Get-ExchangeTlsCertificateName'
        'Get-ExchangeTlsPolicy'
        'Get-SchannelTlsPolicy'
        'Get-SmtpTlsCertificate'
        'Get-SmtpTlsCipherSuite'
        'Get-SmtpTlsHop'
        'Get-SmtpTlsLogSession'
        'Get-SmtpTlsLogSummary'
        'Get-SmtpTlsOffer'
        'Get-SmtpTlsPolicy'
        'Import-SmtpTlsReport'
        'Import-SmtpTlsResult'
        'Merge-SmtpTlsLogSummary'
        'New-SmtpTlsaRecord'
        'Receive-SmtpTlsSession'
        'Resolve-SmtpTlsError'
        'Send-SmtpTlsMessage'
        'Start-SmtpTlsListener'
        'Stop-SmtpTlsListener'
        'Test-SmtpStartTls'
    )
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags       = @('SMTP', 'TLS', 'STARTTLS', 'Exchange', 'Mail', 'Security', 'Certificate', 'Schannel', 'CiscoESA', 'TLSRPT', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri = 'https://opensource.org/license/mit'
            ProjectUri = 'https://www.powershellgallery.com/packages/SmtpTls'
            # build.ps1 Pack fills it from CHANGELOG.md.
            ReleaseNotes = ''
        }
    }
}
